package dev.warren.edge.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class PlatformIT {

    private static final int SIZE = 3_000_000;

    @TempDir static Path directory;

    private static ConfigurableApplicationContext application;
    private static HttpClient client;
    private static int port;

    @SpringBootConfiguration
    @EnableAutoConfiguration(
            excludeName = {
                "dev.warren.core.audit.AuditAutoConfiguration",
                "dev.warren.core.database.DatabaseAutoConfiguration",
                "dev.warren.core.people.service.PeopleAutoConfiguration",
                "dev.warren.core.mail.MailAutoConfiguration",
                "dev.warren.core.webhooks.WebhooksAutoConfiguration",
                "dev.warren.edge.ssh.commands.EdgeCommandsAutoConfiguration",
                "dev.warren.edge.ssh.server.EdgeSshAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
            })
    static class Application {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    @RestController
    static class Pages {

        @GetMapping("/who")
        String who(HttpServletRequest request) {
            return "%s %s %s %s"
                    .formatted(
                            request.getRemoteAddr(),
                            request.getRequestURL(),
                            Thread.currentThread().isVirtual(),
                            request.getHeader("X-Forwarded-For"));
        }

        @PostMapping("/length")
        int length(@RequestBody byte[] body) {
            return body.length;
        }

        @GetMapping("/file")
        ResponseEntity<Void> file(
                @RequestParam String name,
                @RequestParam(required = false, defaultValue = "") String slice) {
            var answer =
                    ResponseEntity.ok()
                            .header("X-Warren-File", name)
                            .header("ETag", "\"v1\"")
                            .header("Content-Type", "application/x-test");
            if (!slice.isEmpty()) {
                answer.header("X-Warren-File-Range", slice);
            }
            return answer.build();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 9));
        }
        Files.createDirectories(directory.resolve("data/blobs"));
        Files.write(directory.resolve("data/blobs/blob"), bytes);
        Files.writeString(directory.resolve("secret"), "treasure");
        Files.createSymbolicLink(directory.resolve("data/link"), directory.resolve("secret"));
        application =
                new SpringApplicationBuilder(Application.class)
                        .run(
                                "--warren.data-dir=" + directory.resolve("data"),
                                "--warren.http.port=0",
                                "--warren.memory.floor=48MB",
                                "--spring.threads.virtual.enabled=true",
                                "--warren.http.drain=1s");
        port = application.getBean(FrontDoor.class).address().orElseThrow().getPort();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        MemoryBudget budget = application.getBean("httpBudget", MemoryBudget.class);
        application.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(budget.used()).isZero());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String file(String name) {
        return "/file?name=" + directory.resolve(name);
    }

    @Test
    void controlPlaneSeesTheVisitorAndTheHostThatWasAsked()
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request("/who").header("X-Forwarded-For", "6.6.6.6"));

        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("127.0.0.1 http://localhost:%d/who true 127.0.0.1".formatted(port));
    }

    @Test
    void socketIsForThisUserOnly() throws IOException {
        Path socket = application.getBean(PlatformSocket.class).path();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void uploadsReachTheControlPlane() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                send(
                        request("/length")
                                .header("Content-Type", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000])));

        assertThat(answer.body()).asString().isEqualTo("1000000");
    }

    @Test
    void fileIsSentWhole() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request(file("data/blobs/blob")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(Files.readAllBytes(directory.resolve("data/blobs/blob")));
        assertThat(answer.headers().map())
                .containsKey("accept-ranges")
                .doesNotContainKey("x-warren-file");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-test");
    }

    @Test
    void rangesOfFileAreSent() throws IOException, InterruptedException {
        byte[] all = Files.readAllBytes(directory.resolve("data/blobs/blob"));

        HttpResponse<byte[]> middle =
                send(request(file("data/blobs/blob")).header("Range", "bytes=1000-1999"));
        HttpResponse<byte[]> end =
                send(request(file("data/blobs/blob")).header("Range", "bytes=-5"));
        HttpResponse<byte[]> outside =
                send(request(file("data/blobs/blob")).header("Range", "bytes=3000000-"));
        HttpResponse<byte[]> several =
                send(request(file("data/blobs/blob")).header("Range", "bytes=0-1,5-6"));

        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("Content-Range"))
                .contains("bytes 1000-1999/3000000");
        assertThat(middle.body()).isEqualTo(java.util.Arrays.copyOfRange(all, 1000, 2000));
        assertThat(end.body()).isEqualTo(java.util.Arrays.copyOfRange(all, SIZE - 5, SIZE));
        assertThat(outside.statusCode()).isEqualTo(416);
        assertThat(outside.headers().firstValue("Content-Range")).contains("bytes */3000000");
        assertThat(several.statusCode()).isEqualTo(200);
        assertThat(several.body()).hasSize(SIZE);
    }

    @Test
    void rangeOfChangedFileIsTheWholeFile() throws IOException, InterruptedException {
        HttpResponse<byte[]> same =
                send(
                        request(file("data/blobs/blob"))
                                .header("Range", "bytes=0-9")
                                .header("If-Range", "\"v1\""));
        HttpResponse<byte[]> changed =
                send(
                        request(file("data/blobs/blob"))
                                .header("Range", "bytes=0-9")
                                .header("If-Range", "\"v0\""));

        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).hasSize(SIZE);
    }

    @Test
    void headOfFileHasItsLengthAndNoBody() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request(file("data/blobs/blob")).HEAD());

        assertThat(answer.headers().firstValue("Content-Length")).contains("3000000");
        assertThat(answer.body()).isEmpty();
        assertThat(send(request("/who")).statusCode()).isEqualTo(200);
    }

    @Test
    void sliceThatThePlatformChoseIsSentAsItIs() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                send(
                        request(file("data/blobs/blob") + "&slice=10-19")
                                .header("Range", "bytes=0-1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(10);
        assertThat(send(request(file("data/blobs/blob") + "&slice=10-3000000")).statusCode())
                .isEqualTo(500);
    }

    @Test
    void filesOutsideOfTheRootsAreNotSent() throws IOException, InterruptedException {
        for (String name :
                new String[] {"secret", "data/../secret", "data/link", "data/none", "data"}) {
            HttpResponse<byte[]> answer = send(request(file(name)));

            assertThat(answer.statusCode()).as(name).isEqualTo(500);
            assertThat(answer.body()).asString().doesNotContain("treasure");
        }
        assertThat(send(request("/file?name=blobs/blob")).statusCode()).isEqualTo(500);
    }

    @Test
    void loopbackAddressIsOneOfThePlatformsHosts() throws IOException, InterruptedException {
        HttpResponse<byte[]> console =
                send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/who")));

        assertThat(console.statusCode()).isEqualTo(200);
    }
}
