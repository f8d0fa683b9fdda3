package dev.warren.core.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.warren.core.outbound.OutboundClients.Reach;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class OutboundClientsIT {

    private final CountDownLatch more = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // made before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write('a');
                    exchange.getResponseBody().flush();
                    try {
                        more.await(5, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.getResponseBody().write('b');
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        more.countDown();
        server.stop(0);
    }

    @Test
    void onlyOneForPrivateNetworksReachesThem() throws IOException {
        OutboundClients clients = clients();
        OutboundRequest here = OutboundRequest.get(uri("127.0.0.1"), DataSize.ofKilobytes(1));
        OutboundRequest cloud =
                OutboundRequest.get(uri("169.254.169.254"), DataSize.ofKilobytes(1));
        more.countDown();

        try (OutboundHttp open = clients.open(Reach.PRIVATE, 4, 2);
                OutboundHttp guarded = clients.open(Reach.PUBLIC, 4, 2)) {
            try (OutboundResponse response = open.send(here)) {
                assertThat(response.body()).hasContent("ab");
            }
            assertThatThrownBy(() -> guarded.send(here)).isInstanceOf(OutboundException.class);
            assertThatThrownBy(() -> open.send(cloud)).isInstanceOf(OutboundException.class);
        }
    }

    @Test
    void unhurriedBodyOutlivesTheTimeForItsHeaders() throws IOException {
        // long enough to get the headers of two answers on a busy machine
        Duration within = Duration.ofSeconds(2);
        OutboundRequest request =
                OutboundRequest.get(uri("127.0.0.1"), DataSize.ofKilobytes(1)).within(within);

        try (OutboundHttp http = clients().open(Reach.PRIVATE, 4, 2);
                OutboundResponse hurried = http.send(request);
                OutboundResponse unhurried = http.send(request.unhurried())) {
            assertThat(unhurried.body().read()).isEqualTo('a');
            assertThat(hurried.body().read()).isEqualTo('a');
            assertThatThrownBy(() -> hurried.body().read()).hasMessageContaining("not done within");
            more.countDown();
            assertThat(unhurried.body().read()).isEqualTo('b');
        }
    }

    private static OutboundClients clients() {
        return OutboundFixture.clients(
                Map.of(), List.of(), Duration.ofSeconds(3), new SimpleMeterRegistry());
    }

    private URI uri(String host) {
        return URI.create("http://%s:%d/".formatted(host, server.getAddress().getPort()));
    }
}
