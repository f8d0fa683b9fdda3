package dev.warren.core.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.warren.core.outbound.OutboundException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class OutboundHttpIT {

    private static final DataSize ENOUGH = DataSize.ofKilobytes(64);

    private final FakeNames names = new FakeNames();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // made before each test
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // made before each test
    private OutboundHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        http = client(List.of("127.0.0.1"));
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.stop(0);
        http.close();
    }

    private OutboundHttp client(List<String> allow) {
        return new OutboundHttp(
                new OutboundProperties(
                        allow,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        3,
                        4,
                        2,
                        "Warren"),
                meters,
                names);
    }

    @Test
    void bringsAnAnswer() throws IOException {
        serve("/hello", exchange -> answer(exchange, 200, "hello".getBytes(UTF_8)));

        try (OutboundResponse response = http.send(get("a.example", "/hello"))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-TYPE")).contains("text/plain");
            assertThat(response.uri()).isEqualTo(uri("a.example", "/hello"));
            assertThat(response.body()).asString(UTF_8).isEqualTo("hello");
        }
        assertThat(count("answered")).isEqualTo(1);
    }

    @Test
    void sendsABodyAndHeaders() throws IOException {
        serve(
                "/hook",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readNBytes(100), UTF_8);
                    seen.add(
                            body
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("X-Key")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("User-Agent"));
                    answer(exchange, 204, new byte[0]);
                });
        OutboundRequest request =
                OutboundRequest.post(
                                uri("a.example", "/hook"),
                                "text/plain",
                                "hi".getBytes(UTF_8),
                                ENOUGH)
                        .withHeader("X-Key", "k");

        try (OutboundResponse response = http.send(request)) {
            assertThat(response.status()).isEqualTo(204);
        }
        assertThat(seen).containsExactly("hi text/plain k Warren");
    }

    @Test
    void refusesPrivateAddressesByNameAndByNumber() {
        names.put("inside.example", "10.1.2.3");
        names.put("mixed.example", "127.0.0.1", "169.254.169.254");

        assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get("inside.example", "/")));
        assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get("mixed.example", "/")));
        for (String literal :
                List.of(
                        "127.0.0.2",
                        "10.0.0.1",
                        "169.254.169.254",
                        "[::1]",
                        "[::ffff:10.0.0.1]",
                        "0")) {
            assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get(literal, "/")));
        }
        assertThat(count("forbidden-address")).isEqualTo(8);
    }

    @Test
    void refusesANameThatTurnsToAPrivateAddressLater() throws IOException {
        // the public address of this test is the one that is allowed; the private one is not
        serve("/", exchange -> answer(exchange, 200, new byte[0]));
        names.put("rebind.example", List.of("127.0.0.1"), List.of("127.0.0.2"));

        try (OutboundResponse response = http.send(get("rebind.example", "/"))) {
            assertThat(response.status()).isEqualTo(200);
        }

        assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get("rebind.example", "/")));
        assertThat(names.asked("rebind.example")).isEqualTo(2);
    }

    @Test
    void refusesANameThatTurnsToAPrivateAddressBetweenTwoHops() {
        serve("/", exchange -> redirect(exchange, "/next"));
        names.put("rebind.example", List.of("127.0.0.1"), List.of("192.168.0.1"));

        assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get("rebind.example", "/")));
    }

    @Test
    void checksTheAddressOnceMoreWhenConnecting() throws IOException {
        AddressRules nothing = new AddressRules(List.of());
        try (GuardedSocket socket = new GuardedSocket(nothing)) {
            assertThatThrownBy(() -> socket.connect(server.getAddress(), 1000))
                    .hasMessageContaining("which is private or special");
            assertThatThrownBy(() ->
                            socket.connect(InetSocketAddress.createUnresolved("a.example", 80)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesARedirectToAPrivateAddress() {
        serve("/out", exchange -> redirect(exchange, "http://127.0.0.9/admin"));

        assertFails(Kind.FORBIDDEN_ADDRESS, () -> http.send(get("a.example", "/out")));
    }

    @Test
    void followsRedirectsWithoutTellingSecretsToOthers() throws IOException {
        serve("/one", exchange -> redirect(exchange, "/two"));
        serve("/two", exchange -> redirect(exchange, uri("b.example", "/three").toString()));
        serve(
                "/three",
                exchange -> {
                    seen.add(
                            exchange.getRequestHeaders().getFirst("Host").split(":")[0]
                                    + " "
                                    + exchange.getRequestHeaders().containsKey("Authorization"));
                    answer(exchange, 200, "end".getBytes(UTF_8));
                });
        OutboundRequest request =
                get("a.example", "/one").withHeader("Authorization", "Bearer secret");

        try (OutboundResponse response = http.send(request)) {
            assertThat(response.uri()).isEqualTo(uri("b.example", "/three"));
            assertThat(response.body()).asString(UTF_8).isEqualTo("end");
        }
        assertThat(seen).containsExactly("b.example false");
    }

    @Test
    void givesUpAfterTooManyRedirects() {
        AtomicInteger hops = new AtomicInteger();
        serve(
                "/loop",
                exchange -> {
                    hops.incrementAndGet();
                    redirect(exchange, "/loop");
                });

        assertFails(Kind.TOO_MANY_REDIRECTS, () -> http.send(get("a.example", "/loop")));
        assertThat(hops).hasValue(4);
    }

    @Test
    void stopsReadingWhatIsTooLarge() throws IOException {
        serve("/exact", exchange -> answer(exchange, 200, new byte[1000]));
        serve("/large", exchange -> answer(exchange, 200, new byte[1001]));
        DataSize most = DataSize.ofBytes(1000);

        try (OutboundResponse response =
                http.send(OutboundRequest.get(uri("a.example", "/exact"), most))) {
            assertThat(response.body().readNBytes(5000)).hasSize(1000);
        }
        try (OutboundResponse response =
                http.send(OutboundRequest.get(uri("a.example", "/large"), most))) {
            assertFails(Kind.TOO_LARGE, () -> response.body().readNBytes(5000));
        }
    }

    @Test
    void countsWhatIsLargeOnlyOnceItIsDecompressed() throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            gzip.write(new byte[10_000_000]);
        }
        serve(
                "/bomb",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    answer(exchange, 200, small.toByteArray());
                });

        try (OutboundResponse response = http.send(get("a.example", "/bomb"))) {
            assertFails(Kind.TOO_LARGE, () -> drain(response.body()));
        }
        try (OutboundResponse response = http.send(get("a.example", "/bomb").raw())) {
            assertThat(drain(response.body())).isEqualTo(small.size());
        }
    }

    @Test
    void closesAnEndlessAnswerAtOnceAndKeepsServing() throws IOException {
        serve("/endless", OutboundHttpIT::sendForEver);
        serve("/", exchange -> answer(exchange, 200, new byte[0]));
        for (int i = 0; i < 10; i++) {
            try (OutboundResponse response = http.send(get("a.example", "/endless"))) {
                assertThat(response.body().read()).isEqualTo('x');
            }
        }

        try (OutboundResponse response = http.send(get("a.example", "/"))) {
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void givesUpOnASilentServer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            URI uri = URI.create("http://a.example:" + silent.getLocalPort() + "/");

            assertFails(Kind.TIMED_OUT, () -> http.send(OutboundRequest.get(uri, ENOUGH)));
        }
    }

    @Test
    void whateverAShortTimeCutsOffIsSaidInTheSameWords() throws IOException {
        serve("/drip", this::drip);

        for (int micros = 0; micros < 10_000; micros += 100) {
            OutboundRequest request =
                    get("a.example", "/drip").within(Duration.ofNanos(micros * 1_000L + 1));
            assertFails(
                    Kind.TIMED_OUT,
                    () -> {
                        try (OutboundResponse response = http.send(request)) {
                            drain(response.body());
                        }
                    });
        }
    }

    @Test
    void givesUpOnAnAnswerThatDripsForEver() throws IOException {
        serve("/drip", this::drip);
        OutboundRequest request = get("a.example", "/drip").within(Duration.ofMillis(1500));
        long start = System.nanoTime();

        try (OutboundResponse response = http.send(request)) {
            assertFails(Kind.TIMED_OUT, () -> drain(response.body()));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(4));
    }

    @Test
    void givesUpOnANameServerThatHangs() {
        names.hang("slow.example", over);
        long start = System.nanoTime();

        assertFails(Kind.UNREACHABLE, () -> http.send(get("slow.example", "/")));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void tellsBrokenAnswersFromUnreachableHosts() throws IOException {
        try (ServerSocket talker = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> answerNonsense(talker));
            URI uri = URI.create("http://a.example:" + talker.getLocalPort() + "/");
            assertFails(Kind.BROKEN, () -> http.send(OutboundRequest.get(uri, ENOUGH)));
        }
        int closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = gone.getLocalPort();
        }
        URI nobody = URI.create("http://a.example:" + closed + "/");
        assertFails(Kind.UNREACHABLE, () -> http.send(OutboundRequest.get(nobody, ENOUGH)));
        names.forget("unknown.example");
        assertFails(Kind.UNREACHABLE, () -> http.send(get("unknown.example", "/")));
    }

    @Test
    void refusesUrlsThatAreNotForTheWeb() {
        for (String url :
                List.of("ftp://a.example/", "http://user:pass@a.example/", "mailto:x@y")) {
            assertFails(
                    Kind.FORBIDDEN_URL,
                    () -> http.send(OutboundRequest.get(URI.create(url), ENOUGH)));
        }
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Connection", "close");
                    handler.handle(exchange);
                });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        answer(exchange, 302, "moved".getBytes(UTF_8));
    }

    private static void sendForEver(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] bytes = "x".repeat(8192).getBytes(US_ASCII);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(bytes);
            }
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerNonsense(ServerSocket talker) {
        try (Socket socket = talker.accept();
                InputStream in = socket.getInputStream()) {
            assertThat(in.read()).isPositive();
            socket.getOutputStream().write("\0\0nonsense\r\n".repeat(10).getBytes(US_ASCII));
        } catch (IOException gone) {
            // the client may be faster
        }
    }

    private static long drain(InputStream in) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    private OutboundRequest get(String host, String path) {
        return OutboundRequest.get(uri(host, path), ENOUGH);
    }

    private URI uri(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private double count(String outcome) {
        return meters.get("warren.outbound.requests").tag("outcome", outcome).counter().count();
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OutboundException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
