package dev.warren.edge.http.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are packed on their way. */
class CompressIT {

    private static final String TEXT = "{\"name\": \"value\"}\n".repeat(1000);
    private static final String GET =
            "GET / HTTP/1.1\r\nHost: a.test\r\nAccept-Encoding: br, gzip\r\n\r\n";
    private static final HttpEdits COMPRESS =
            new HttpEdits(
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    List.of(),
                    Set.of(),
                    List.of(),
                    true);

    @TempDir static Path folder;

    @RegisterExtension final DoorFixture door = new DoorFixture().withHttps(() -> folder);

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
    }

    private void serve(Backend backend) {
        FakeTarget target = door.serve("a.test", backend, true);
        target.planning(request -> new HttpPlan.Forward(target, COMPRESS));
    }

    private void serve(String fields, String body) {
        serve(Backend.answering("HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body));
    }

    private static String json(String more) {
        return "Content-Type: application/json\r\nContent-Length: " + TEXT.length() + "\r\n" + more;
    }

    @Test
    void aCountedAnswerIsPackedInChunks() throws IOException {
        serve(json("ETag: \"x\"\r\nAccept-Ranges: bytes\r\nVary: Origin\r\n"), TEXT);

        try (Wire visitor = door.visit()) {
            for (int i = 0; i < 2; i++) {
                String head = visitor.send(GET).head();
                assertThat(head)
                        .contains("Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n")
                        .contains("Vary: Origin\r\n", "Vary: Accept-Encoding\r\n")
                        .contains("ETag: W/\"x\"\r\n")
                        .doesNotContain("Content-Length", "Accept-Ranges");
                byte[] packed = dechunked(visitor);
                assertThat(packed.length).isLessThan(TEXT.length() / 10);
                assertThat(unpacked(packed)).isEqualTo(TEXT);
                assertThat(visitor.body(2)).isEqualTo("\r\n");
            }
        }
        await().until(() -> door.traffic().used() == 0);
    }

    @Test
    void whatCannotBeMadeSmallerArrivesToTheByte() throws IOException {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        String body = new String(noise, ISO_8859_1);
        serve("Content-Type: text/plain\r\nContent-Length: " + noise.length + "\r\n", body);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).head()).contains("Content-Encoding: gzip");
            assertThat(unpacked(dechunked(visitor))).isEqualTo(body);
        }
    }

    @Test
    void aTrickleArrivesAtOnceAndTheTrailerStays() throws IOException {
        CountDownLatch first = new CountDownLatch(1);
        serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
                    first.await();
                    wire.send("3\r\ntwo\r\n0\r\nX-Sum: 9\r\n\r\n");
                }));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).head()).contains("Content-Encoding: gzip");
            byte[] begin = chunk(visitor);
            if (begin.length == 10) {
                begin = joined(begin, chunk(visitor));
            }
            byte[] three = new GZIPInputStream(new ByteArrayInputStream(begin)).readNBytes(3);
            assertThat(new String(three, ISO_8859_1)).isEqualTo("one");
            first.countDown();

            assertThat(unpacked(joined(begin, dechunked(visitor)))).isEqualTo("onetwo");
            assertThat(visitor.head()).isEqualTo("X-Sum: 9\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: image/png\r\n",
                "Content-Type: text/event-stream; charset=utf-8\r\n",
                "Content-Type: text/plain\r\nContent-Encoding: br\r\n",
                "Content-Type: text/plain\r\nCache-Control: public, no-transform\r\n",
                "Content-Type: text/plain\r\nContent-MD5: x\r\n",
                ""
            })
    void whatIsNotToBePackedGoesOnAsItIs(String fields) {
        serve(fields + "Content-Length: " + TEXT.length() + "\r\n", TEXT);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response())
                    .doesNotContain("gzip", "Vary")
                    .endsWith("\r\n\r\n" + TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Accept-Encoding: br\r\n",
                "Accept-Encoding: *, gzip;q=0\r\n",
                "Accept-Encoding: gzip; q=0.0, identity\r\n",
                "Accept-Encoding: gzip;q=nonsense\r\n"
            })
    void whoDoesNotTakeItGetsItAsItIs(String fields) {
        serve(json("ETag: \"x\"\r\n"), TEXT);

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n" + fields + "\r\n");
            assertThat(visitor.response())
                    .contains("Vary: Accept-Encoding\r\n", "ETag: \"x\"\r\n")
                    .doesNotContain("gzip")
                    .endsWith("\r\n\r\n" + TEXT);
        }
    }

    @Test
    void aPartOfAFileStaysOne() {
        serve(
                Backend.answering(
                        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-999/5000\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\n"
                                + "x".repeat(1000)));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).doesNotContain("gzip");
        }
    }

    @Test
    void anAnswerToHeadAndAnOldVisitorsAnswerStayAsTheyAre() {
        serve(json(""), "");

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET.replace("GET", "HEAD")).head())
                    .contains("Content-Length: " + TEXT.length())
                    .doesNotContain("gzip");
        }
        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET.replace("HTTP/1.1", "HTTP/1.0")).head())
                    .doesNotContain("gzip");
        }
    }

    @Test
    void withoutMemoryForItTheAnswerGoesOnAsItIs() {
        serve(json(""), TEXT);
        long most = door.traffic().limit() - 200_000;
        assertThat(door.traffic().tryAcquire(most)).isTrue();

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).doesNotContain("gzip").endsWith(TEXT);
        } finally {
            door.traffic().release(most);
        }
    }

    @Test
    void curlUnpacksWhatAnOldServerSentOverHttp2() {
        Program.require("curl");
        serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.0 200 OK\r\n" + json("") + "\r\n" + TEXT);
                }));

        String answer =
                Program.run(
                                "curl",
                                "-sSki",
                                "--http2",
                                "--compressed",
                                "--max-time",
                                "20",
                                "--resolve",
                                "a.test:" + door.securePort() + ":127.0.0.1",
                                "https://a.test:" + door.securePort() + "/")
                        .output();

        assertThat(answer).contains("HTTP/2 200", "content-encoding: gzip").endsWith(TEXT);
    }

    private static byte[] chunk(Wire visitor) {
        StringBuilder size = new StringBuilder();
        while (size.length() < 2 || !size.substring(size.length() - 2).equals("\r\n")) {
            size.append((char) visitor.read());
        }
        int length = Integer.parseInt(size.toString().strip(), 16);
        byte[] data = visitor.body(length).getBytes(ISO_8859_1);
        if (length > 0) {
            visitor.body(2);
        }
        return data;
    }

    /** All data; of the trailer, only the empty line of an empty one is read. */
    private static byte[] dechunked(Wire visitor) throws IOException {
        byte[] all = new byte[0];
        for (byte[] next = chunk(visitor); next.length > 0; next = chunk(visitor)) {
            all = joined(all, next);
        }
        return all;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String unpacked(byte[] packed) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }
}
