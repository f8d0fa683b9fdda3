package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final DoorFixture door =
            new DoorFixture()
                    .with("timeouts.head", "500ms")
                    .with("timeouts.first-byte", "500ms")
                    .with("timeouts.upload", "500ms")
                    .with("timeouts.keep-alive", "500ms")
                    .with("limits.connections", "40")
                    .with("limits.connections-per-address", "20");

    @Test
    void refusesHeadsThatAreTooLarge() {
        String field = "X-A: " + "a".repeat(8000) + "\r\n";
        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET + field.repeat(9) + "\r\n").rest())
                    .startsWith("HTTP/1.1 431 ")
                    .contains("Connection: close\r\n");
        }
    }

    @Test
    void refusesTargetsThatAreTooLongBeforeTheirEnd() {
        try (Wire visitor = door.visit()) {
            assertThat(visitor.send("GET /" + "a".repeat(17_000)).rest())
                    .startsWith("HTTP/1.1 414 ");
        }
    }

    @Test
    void refusesTooManyFields() {
        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET + "A: b\r\n".repeat(100) + "\r\n").rest())
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void headThatComesSlowlyTimesOut() {
        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void idleConnectionEndsWithoutAWord() {
        try (Wire visitor = door.visit()) {
            assertThat(visitor.rest()).isEmpty();
        }
    }

    @Test
    void bodyThatStopsTimesOut() {
        door.serve(new Backend((wire, number) -> wire.rest()));
        try (Wire visitor = door.visit()) {
            visitor.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(visitor.rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void answerThatDoesNotComeTimesOut() {
        door.serve(new Backend((wire, number) -> wire.rest()));
        try (Wire visitor = door.visit()) {
            visitor.send(GET + "Accept: application/json\r\n\r\n");
            assertThat(visitor.response())
                    .startsWith("HTTP/1.1 504 ")
                    .contains("Content-Type: application/problem+json\r\n");
        }
    }

    @Test
    void brokenChunkEndsTheRequestOnBothSides() {
        CompletableFuture<String> seen = new CompletableFuture<>();
        door.serve(
                new Backend((wire, number) -> {
                    wire.head();
                    seen.complete(wire.rest());
                }));
        try (Wire visitor = door.visit()) {
            visitor.send(GET.replace("GET", "POST") + "Transfer-Encoding: chunked\r\n\r\n");
            visitor.send("3\r\nabc\r\nzz\r\n");
            assertThat(visitor.rest()).startsWith("HTTP/1.1 400 ").contains("chunk");
        }
        assertThat("3\r\nabc\r\n").startsWith(seen.join());
    }

    @Test
    void refusesMoreConnectionsThanAnAddressMayHave() {
        door.serve(Backend.answering(OK));
        List<Wire> visitors = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Wire visitor = door.visit();
            visitors.add(visitor);
            visitor.send(GET + "\r\n").response();
        }

        try (Wire late = door.visit()) {
            assertThat(late.rest())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("too many connections from your address");
        }
        visitors.forEach(Wire::close);
    }

    @Test
    void smallBodyOfRefusedRequestDoesNotCostTheConnection() {
        door.serve(Backend.answering(OK));
        try (Wire visitor = door.visit()) {
            visitor.send("POST / HTTP/1.1\r\nHost: no.test\r\nContent-Length: 5\r\n\r\nab");
            assertThat(visitor.response()).startsWith("HTTP/1.1 404 ");
            visitor.send("cde");
            assertThat(visitor.send(GET + "\r\n").response()).isEqualTo(OK);
        }
    }

    @Test
    void largeBodyOfRefusedRequestEndsTheConnectionAfterTheAnswer() {
        try (Wire visitor = door.visit()) {
            visitor.send("POST / HTTP/1.1\r\nHost: no.test\r\nContent-Length: 5000000\r\n\r\n");
            visitor.send(new byte[200_000]);
            assertThat(visitor.rest())
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Connection: close\r\n");
        }
    }

    @Test
    void pageForBrowsersEscapesWhatIsForeign() {
        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET / HTTP/1.1\r\nHost: no.test\r\nAccept: text/html,application/json\r\n\r\n");
            assertThat(visitor.response())
                    .contains("Content-Type: text/html; charset=utf-8\r\n")
                    .contains("<h1>404 Not found</h1>")
                    .contains("no.test");
        }
    }
}
