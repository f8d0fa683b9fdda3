package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SemanticsIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension final DoorFixture door = new DoorFixture();

    @Test
    void waitsForTheBackendsWordBeforeTheBody() {
        door.serve(
                new Backend((wire, number) -> {
                    assertThat(wire.head()).contains("Expect: 100-continue\r\n");
                    wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                    wire.body(4);
                    wire.send(OK);
                    wire.head();
                    wire.send(OK);
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(visitor.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(visitor.send("body").response()).isEqualTo(OK);
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
        }
    }

    @Test
    void passesRefusalOfBodyOnAndEndsTheConnection() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    wire.head();
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(visitor.rest())
                    .startsWith("HTTP/1.1 417 ")
                    .contains("Connection: close\r\n");
        }
    }

    @Test
    void earlyAnswerReachesVisitorInMidUpload() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    wire.finish();
                    wire.rest();
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000000\r\n\r\nstart");
            Thread.ofVirtual().start(() -> visitor.send(new byte[3_000_000]));

            assertThat(visitor.head())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("Connection: close\r\n");
            assertThat(visitor.body(3)).isEqualTo("big");
            assertThat(visitor.read()).isNegative();
        }
    }

    @Test
    void interimAnswersPass() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK);
                }));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).head())
                    .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            assertThat(visitor.response()).isEqualTo(OK);
        }
    }

    @Test
    void answersWithoutBodyKeepTheirFields() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
                    wire.head();
                    wire.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
                    wire.head();
                    wire.send("HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n");
                    wire.head();
                    wire.send(OK);
                }));

        try (Wire visitor = door.visit()) {
            visitor.send("HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertThat(visitor.head()).contains("Content-Length: 5000\r\n");
            assertThat(visitor.send(GET).head()).startsWith("HTTP/1.1 304 ");
            assertThat(visitor.send(GET).head()).contains("X-A: b\r\n");
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
        }
    }

    @Test
    void oldVisitorGetsPlainBodyAndEndOfConnection() {
        door.serve(
                new Backend((wire, number) -> {
                    assertThat(wire.head()).startsWith("GET / HTTP/1.1\r\n");
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    wire.send("3\r\nabc\r\n2;x\r\nde\r\n0\r\nT: 1\r\n\r\n");
                }));

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.0\r\nHost: a.test\r\n\r\n");
            assertThat(visitor.rest())
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde");
        }
    }

    @Test
    void oldVisitorMayKeepItsConnection() {
        door.serve(Backend.answering(OK));
        String request = "GET / HTTP/1.0\r\nHost: a.test\r\nConnection: Keep-Alive\r\n\r\n";

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(request).response()).contains("Connection: keep-alive\r\n");
            assertThat(visitor.send(request).response()).endsWith("ok");
        }
    }

    @Test
    void bodyUntilCloseEndsTheConnection() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.0 200 OK\r\n\r\nto the end");
                }));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).rest())
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
        }
    }

    @Test
    void visitorThatHalfClosesGetsItsAnswer() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.socket().setSoTimeout(300);
                    wire.send(OK);
                    wire.head();
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(GET).finish();
            assertThat(visitor.rest()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void brokenAnswerIsNotTakenForWhole() {
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(GET).head();
            visitor.body(4);
            assertThat(visitor.read()).isNegative();
        }
    }

    @Test
    void idempotentRequestOnStreamThatJustEndedIsSentAgain() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(OK);
                    if (number == 1) {
                        // takes the second request and hangs up without a word
                        wire.head();
                        closed.complete(null);
                    } else {
                        wire.head();
                    }
                });
        door.serve(backend);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
        }
        assertThat(closed).isDone();
        assertThat(backend.connections()).isEqualTo(2);
        assertThat(door.meters().get("warren.http.requests.retried").counter().count())
                .isEqualTo(1);
    }

    @Test
    void otherRequestsAreNeverSentTwice() {
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(OK);
                    wire.head();
                });
        door.serve(backend);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
            visitor.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1\r\n\r\nx");
            assertThat(visitor.response()).startsWith("HTTP/1.1 502 ");
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void visitorMovesBetweenTargetsOnDifferentLoops() {
        FakeTarget one = door.serve("one.test", Backend.answering(OK), true);
        FakeTarget two = door.serve("two.test", Backend.answering(OK), true);
        assertThat(one.eventLoop()).isNotEqualTo(two.eventLoop());

        try (Wire visitor = door.visit()) {
            for (int i = 0; i < 20; i++) {
                String host = i % 2 == 0 ? "one.test" : "two.test";
                visitor.send(
                        "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 3\r\n\r\nabc"
                                .formatted(host));
                assertThat(visitor.response()).isEqualTo(OK);
            }
        }
        assertThat(one.streams())
                .allMatch(stream -> stream.eventLoop() == one.eventLoop().orElseThrow());
    }

    @Test
    void webSocketBytesPassAsTheyAre() {
        CountDownLatch over = new CountDownLatch(1);
        FakeTarget target =
                door.serve(
                        "a.test",
                        new Backend((wire, number) -> {
                            String head = wire.head();
                            assertThat(head)
                                    .contains("Connection: Upgrade\r\n")
                                    .contains("Upgrade: websocket\r\n")
                                    .contains("Sec-WebSocket-Key: abc\r\n");
                            wire.send(
                                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi");
                            String said = wire.body(5);
                            wire.send(said + said);
                            assertThat(wire.read()).isEqualTo(-1);
                            wire.send("bye");
                            over.countDown();
                        }),
                        true);

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET /ws HTTP/1.1\r\nHost: a.test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: abc\r\n\r\n");
            assertThat(visitor.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Upgrade: websocket\r\n")
                    .contains("Connection: Upgrade\r\n");
            assertThat(visitor.body(2)).isEqualTo("hi");
            visitor.send("\u0000\u0081xyz");
            assertThat(visitor.body(10)).isEqualTo("\u0000\u0081xyz\u0000\u0081xyz");
            visitor.finish();
            assertThat(visitor.rest()).isEqualTo("bye");
        }
        await().untilAsserted(() -> assertThat(target.answered()).hasSize(1));
        assertThat(target.answered().getFirst().status()).isEqualTo(101);
        assertThat(target.answered().getFirst().requestBytes()).isEqualTo(5);
        assertThat(over.getCount()).isZero();
    }

    @Test
    void refusedUpgradeIsAnOrdinaryAnswer() {
        door.serve(Backend.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno"));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET /ws HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(visitor.response()).startsWith("HTTP/1.1 403 No\r\n").endsWith("no");
            assertThat(visitor.send(GET).response()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void plainHttp2IsNotSmuggledThrough() {
        CompletableFuture<String> seen = new CompletableFuture<>();
        door.serve(
                new Backend((wire, number) -> {
                    seen.complete(wire.head());
                    wire.send(OK);
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n");
            assertThat(visitor.response()).isEqualTo(OK);
        }
        assertThat(seen.join()).doesNotContainIgnoringCase("upgrade").doesNotContain("AAA");
    }

    @Test
    void tellsTheBackendWhoAsksAndNotWhatStrangersClaim() {
        CompletableFuture<String> seen = new CompletableFuture<>();
        door.serve(
                new Backend((wire, number) -> {
                    seen.complete(wire.head());
                    wire.send(OK);
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET / HTTP/1.1\r\nHost: A.test:81\r\nX-Forwarded-For: 6.6.6.6\r\nX_Real_IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Request-Id: evil\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nProxy-Authorization: x\r\nX-WARREN-File: /etc/passwd\r\ncookie: a=b\r\n\r\n");
            visitor.rest();
        }
        assertThat(seen.join())
                .isEqualTo(
                        """
                        GET / HTTP/1.1
                        Host: A.test:81
                        cookie: a=b
                        X-Forwarded-For: 127.0.0.1
                        X-Real-IP: 127.0.0.1
                        X-Forwarded-Proto: http
                        Forwarded: for=127.0.0.1;proto=http;host="A.test:81"
                        X-Forwarded-Host: A.test:81
                        X-Forwarded-Port: 81
                        X-Request-Id: %s

                        """
                                .formatted(
                                        seen.join()
                                                .replaceAll("(?s).*X-Request-Id: (\\S+).*", "$1"))
                                .replace("\n", "\r\n"));
        assertThat(seen.join()).containsPattern("X-Request-Id: [0-9a-f]{16}-1\r\n");
    }

    @Test
    void tunnelsAnswerCannotNameFiles() {
        door.serve(
                Backend.answering(
                        "HTTP/1.1 200 OK\r\nX-Warren-File: /etc/passwd\r\nX-Warren-Fill: 00\r\nContent-Length: 2\r\n\r\nok"));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).isEqualTo(OK);
        }
    }

    @Test
    void unreachableAndSpeechlessBackendsAreNamedAsSuch() {
        Backend gone = Backend.answering(OK);
        door.serve("gone.test", gone, false);
        gone.close();
        door.serve("mute.test", new Backend((wire, number) -> wire.head()), true);
        door.serve(
                "ssh.test",
                new Backend((wire, number) -> {
                    wire.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                    wire.head();
                }),
                false);

        try (Wire visitor = door.visit()) {
            for (String host : new String[] {"gone.test", "mute.test", "ssh.test"}) {
                visitor.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\n\r\n");
                String answer = visitor.response();
                assertThat(answer).as(host).startsWith("HTTP/1.1 502 Bad gateway\r\n");
            }
        }
    }

    @Test
    void slowBodyOfAnswerKeepsItsOrderWithPipelinedRequests() throws Exception {
        door.serve(
                new Backend((wire, number) -> {
                    for (int i = 0; i < 3; i++) {
                        wire.head();
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + i);
                        TimeUnit.MILLISECONDS.sleep(30);
                        wire.send("abc");
                    }
                }));

        try (Wire visitor = door.visit()) {
            visitor.send(GET + GET + GET);
            for (int i = 0; i < 3; i++) {
                assertThat(visitor.response()).endsWith(i + "abc");
            }
        }
    }

    @Test
    void stopLetsRequestsInFlightFinish() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    asked.countDown();
                    assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
                    wire.send(OK);
                    wire.head();
                }));

        try (Wire idle = door.visit();
                Wire busy = door.visit()) {
            busy.send(GET);
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stopping = Thread.ofVirtual().start(door.door()::stop);
            assertThat(idle.read()).isNegative();
            answer.countDown();

            assertThat(busy.rest()).contains("Connection: close\r\n").endsWith("ok");
            await().atMost(Duration.ofSeconds(2)).until(() -> !stopping.isAlive());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
