package dev.warren.edge.http.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.file.FakeGrowth;
import dev.warren.edge.http.file.GrowingFiles;
import dev.warren.edge.net.FrontDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class GrowingIT {

    private static final int SIZE = 3_000_000;

    @TempDir static Path directory;

    private static ConfigurableApplicationContext application;
    private static Fillings fillings;
    private static byte[] bytes;

    private HttpClient client;
    private FakeGrowth file;

    /** How a visitor speaks. */
    enum Speech {
        PLAIN,
        TLS,
        HTTP2
    }

    @Import(PlatformIT.Application.class)
    static class Application {

        @Bean
        Fillings fillings(GrowingFiles files) {
            return new Fillings(files);
        }
    }

    @RestController
    static class Fillings {

        private final GrowingFiles files;
        private volatile FakeGrowth file = new FakeGrowth(Path.of("none"), 0);

        Fillings(GrowingFiles files) {
            this.files = files;
        }

        @GetMapping("/growing")
        ResponseEntity<Void> growing(@RequestParam(defaultValue = "") String slice) {
            var answer =
                    ResponseEntity.status(slice.isEmpty() ? 200 : 206)
                            .header("X-Warren-Fill", files.offer(file))
                            .header("Content-Type", "application/x-test");
            if (!slice.isEmpty()) {
                answer.header("X-Warren-File-Range", slice);
            }
            return answer.build();
        }

        @GetMapping("/guessed")
        ResponseEntity<Void> guessed() {
            return ResponseEntity.ok().header("X-Warren-Fill", "0".repeat(32)).build();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 9));
        }
        Files.write(directory.resolve("blob"), bytes);
        application =
                new SpringApplicationBuilder(Application.class)
                        .run(
                                "--warren.data-dir=" + directory.resolve("data"),
                                "--warren.http.port=0",
                                "--warren.https.port=0",
                                "--warren.memory.floor=48MB",
                                "--warren.http.timeouts.idle=1s",
                                "--spring.threads.virtual.enabled=true",
                                "--warren.http.drain=1s");
        fillings = application.getBean(Fillings.class);
    }

    @AfterAll
    static void stop() {
        MemoryBudget budget = application.getBean("httpBudget", MemoryBudget.class);
        application.close();
        await().untilAsserted(() -> assertThat(budget.used()).isZero());
    }

    @BeforeEach
    void offer() throws GeneralSecurityException {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting())
                        .build();
        file = new FakeGrowth(directory.resolve("blob"), SIZE);
        fillings.file = file;
    }

    @AfterEach
    void nobodyReadsAnyMore() {
        client.close();
        await().untilAsserted(() -> assertThat(file.readers()).isZero());
    }

    private static int port(String door) {
        return application.getBeansOfType(FrontDoor.class).values().stream()
                .filter(d -> d.name().equals(door))
                .findFirst()
                .flatMap(FrontDoor::address)
                .orElseThrow()
                .getPort();
    }

    private static HttpRequest request(Speech speech, String path) {
        String base =
                speech == Speech.PLAIN
                        ? "http://localhost:" + port("http")
                        : "https://localhost:" + port("https");
        return HttpRequest.newBuilder(URI.create(base + path))
                .version(
                        speech == Speech.HTTP2
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private HttpResponse<InputStream> open(Speech speech, String path)
            throws IOException, InterruptedException {
        return client.send(request(speech, path), BodyHandlers.ofInputStream());
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void headComesAtOnceAndTheBodyAsItGrows(Speech speech)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = open(speech, "/growing");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
        assertThat(answer.headers().map()).doesNotContainKey("x-warren-fill");
        try (InputStream body = answer.body()) {
            for (int to : new int[] {1, 100_000, 2_500_000, SIZE}) {
                file.growTo(to);
                int from = to == 1 ? 0 : to == 100_000 ? 1 : to == 2_500_000 ? 100_000 : 2_500_000;
                assertThat(body.readNBytes(to - from))
                        .isEqualTo(Arrays.copyOfRange(bytes, from, to));
            }
            assertThat(body.read()).isNegative();
        }
        file.growTo(SIZE);
        assertThat(open(speech, "/growing").body().readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void brokenFileNeverLooksComplete(Speech speech) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = open(speech, "/growing");
        file.growTo(100_000);
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(100_000)).hasSize(100_000);
            file.breakOff();
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void partWaitsUntilItIsThere(Speech speech) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = open(speech, "/growing?slice=200000-299999");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(100_000);

        CompletableFuture<byte[]> body = CompletableFuture.supplyAsync(() -> all(answer.body()));
        file.growTo(150_000);
        assertThat(body).isNotDone();
        file.growTo(SIZE);

        assertThat(body.orTimeout(10, TimeUnit.SECONDS).join())
                .isEqualTo(Arrays.copyOfRange(bytes, 200_000, 300_000));
    }

    private static byte[] all(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException broken) {
            return new byte[0];
        }
    }

    @Test
    void waitingForTheWriterIsNotTheVisitorsSlowness() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = open(Speech.PLAIN, "/growing");
        file.growTo(10);
        // more than the second that a visitor may take nothing
        await().pollDelay(Duration.ofMillis(1700)).until(() -> true);
        file.growTo(SIZE);

        assertThat(all(answer.body())).isEqualTo(bytes);
    }

    @Test
    void visitorWhoTakesNothingIsLeft() throws IOException {
        // more than all buffers between here and there
        long large = 64L << 20;
        Path path = directory.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(large);
        }
        file = new FakeGrowth(path, large);
        file.growTo(large);
        fillings.file = file;
        try (Socket slow = new Socket("localhost", port("http"))) {
            slow.getOutputStream()
                    .write(
                            "GET /growing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> file.readers() == 1);
            await().atMost(Duration.ofSeconds(15)).until(() -> file.readers() == 0);
        }
    }

    @Test
    void visitorWhoLeavesIsForgottenWhileItWaits() throws IOException {
        try (Socket leaving = new Socket("localhost", port("http"))) {
            leaving.setSoLinger(true, 0);
            leaving.getOutputStream()
                    .write(
                            "GET /growing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> file.readers() == 1);
        }
        await().until(() -> file.readers() == 0);
    }

    @Test
    void headAloneOpensNothingForLong() throws IOException, InterruptedException {
        HttpRequest head =
                HttpRequest.newBuilder(request(Speech.PLAIN, "/growing").uri()).HEAD().build();

        HttpResponse<Void> answer = client.send(head, BodyHandlers.discarding());

        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
    }

    @Test
    void guessedTokenIsAnError() throws IOException, InterruptedException {
        assertThat(open(Speech.PLAIN, "/guessed").statusCode()).isEqualTo(500);
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
        return context;
    }

    /** Takes any certificate: the one here is made on the spot. */
    private static final class Everybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
