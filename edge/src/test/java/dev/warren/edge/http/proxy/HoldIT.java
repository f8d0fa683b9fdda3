package dev.warren.edge.http.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are looked at before anything reaches the target. */
class HoldIT {

    private static final int MOST = 100_000;
    private static final String POST = "POST / HTTP/1.1\r\nHost: a.test\r\n";
    private static final String GET = "GET /next HTTP/1.1\r\nHost: a.test\r\n\r\n";

    @TempDir static Path folder;

    @RegisterExtension final DoorFixture door = new DoorFixture().withHttps(() -> folder);

    private final List<String> judged = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
    }

    /** Answers with what arrived, chunks and all. */
    private static Backend echo() {
        return new Backend((wire, number) -> {
            for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                String came =
                        head
                                + (head.contains("chunked")
                                        ? wire.head()
                                        : wire.body(Wire.length(head)));
                wire.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(came.length(), came));
            }
        });
    }

    /** Lets in bodies that begin with {@code good}. */
    private FakeTarget serve(boolean pinned) {
        FakeTarget target = door.serve("a.test", echo(), pinned);
        HttpEdits edits = HttpEdits.NONE.withRequestField(new HttpField("X-Judged", "yes"));
        return target.planning(request ->
                new HttpPlan.Hold(
                                MOST,
                                body -> {
                                    String text = ISO_8859_1.decode(body).toString();
                                    judged.add(text);
                                    return text.isEmpty() || text.startsWith("good")
                                            ? HttpPlan.AS_IS
                                            : new HttpPlan.Refuse(
                                                    new HttpRefusal(401, "No", "not signed"));
                                })
                        .then(plan ->
                                plan instanceof HttpPlan.AsIs
                                        ? new HttpPlan.Forward(target, edits)
                                        : plan));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCountedBodyGoesOnWhenAllOfItWasSeen(boolean pinned) {
        FakeTarget target = serve(pinned);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Content-Length: 9\r\n\r\ngood");
            await().until(() -> door.traffic().used() > 0);
            assertThat(target.streams()).isEmpty();
            visitor.send(" body" + GET);

            assertThat(visitor.response()).contains("X-Judged: yes\r\n").endsWith("\r\ngood body");
            assertThat(judged).contains("good body");
            assertThat(visitor.response()).contains("GET /next HTTP/1.1");
        }
    }

    @Test
    void chunksBecomeOneAndTheTrailerStays() {
        serve(false);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Transfer-Encoding: chunked\r\n\r\n4;x=y\r\ngood\r\n");
            visitor.send("1\r\n \r\n4\r\nbo").send("dy\r\n0\r\nX-Sum: 7\r\n\r\n" + GET);

            assertThat(visitor.response())
                    .endsWith("\r\n\r\n00000009\r\ngood body\r\n0\r\nX-Sum: 7\r\n\r\n");
            assertThat(judged).contains("good body");
            assertThat(visitor.response()).contains("GET /next HTTP/1.1");
        }
    }

    @Test
    void anEmptyBodyIsJudgedAtOnce() {
        serve(false);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).contains("X-Judged: yes");
            visitor.send(POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(visitor.response()).endsWith("\r\n\r\n0\r\n\r\n");
            assertThat(judged).contains("");
        }
    }

    @Test
    void aLargeBodyArrivesToTheByte() {
        serve(true);
        String body = "good" + "0123456789".repeat(MOST / 10 - 1);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Content-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(visitor.response()).endsWith("\r\n\r\n" + body);
        }
    }

    @Test
    void whatIsRefusedReachesNobodyAndTheNextRequestIsServed() {
        FakeTarget target = serve(false);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Content-Length: 3\r\n\r\nbad" + GET);

            assertThat(visitor.response()).startsWith("HTTP/1.1 401 ");
            assertThat(visitor.response()).contains("GET /next HTTP/1.1");
            assertThat(target.streams()).hasSize(1);
        }
    }

    @Test
    void aVisitorWhoAsksIsToldToSendTheBodyAndNotToldTwice() {
        door.serve(
                        new Backend((wire, number) -> {
                            wire.head();
                            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                            wire.body(4);
                            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                        }))
                .planning(request -> new HttpPlan.Hold(MOST, body -> HttpPlan.AS_IS));

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(visitor.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(visitor.send("body").head()).startsWith("HTTP/1.1 204 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n",
                "Content-Length: 100001\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n18000\r\n"
            })
    void whatIsTooLargeIsRefused(String head) {
        FakeTarget target = serve(false);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + head);
            if (head.contains("chunked")) {
                visitor.send("x".repeat(0x18000) + "\r\n18000\r\n" + "x".repeat(0x18000));
            }

            assertThat(visitor.head()).startsWith("HTTP/1.1 413 ");
            assertThat(target.streams()).isEmpty();
        }
    }

    @Test
    void whatIsPromisedCostsNothing() {
        serve(false);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Content-Length: " + MOST + "\r\n\r\nx");
            await().until(() -> door.traffic().used() > 0);

            assertThat(door.traffic().used()).isLessThan(MOST / 4);
        }
        await().until(() -> door.traffic().used() == 0);
    }

    @Test
    void aFullBudgetRefusesAndSaysSo() {
        serve(false);
        long all = door.traffic().limit();
        assertThat(door.traffic().tryAcquire(all)).isTrue();

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Content-Length: 4\r\n\r\ngood");

            assertThat(visitor.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
        } finally {
            door.traffic().release(all);
        }
    }

    @Test
    void aBrokenChunkIsRefusedAndEndsTheConnection() {
        serve(false);

        try (Wire visitor = door.visit()) {
            visitor.send(POST + "Transfer-Encoding: chunked\r\n\r\n4\r\ngoodX" + GET);

            assertThat(visitor.rest())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Connection: close")
                    .doesNotContain("/next");
        }
    }

    @Test
    void itIsTheSameOverHttp2() {
        Program.require("curl");
        List<Channel> streams = serve(true).streams();

        assertThat(post("good body")).contains("HTTP/2 200").contains("good body");
        assertThat(streams).hasSize(1);
        assertThat(post("bad body")).contains("HTTP/2 401");
        assertThat(streams).hasSize(1);
    }

    private String post(String body) {
        return Program.run(
                        "curl",
                        "-sSki",
                        "--http2",
                        "--max-time",
                        "20",
                        "--resolve",
                        "a.test:" + door.securePort() + ":127.0.0.1",
                        "-d",
                        body,
                        "https://a.test:" + door.securePort() + "/")
                .output();
    }
}
