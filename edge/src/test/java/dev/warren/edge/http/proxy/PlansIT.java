package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpResponse;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What targets decide of requests, and who looks on. */
class PlansIT {

    private static final String GET = "GET /app/x?q=1 HTTP/1.1\r\nHost: a.test\r\nX-A: 1\r\n\r\n";
    private static final String OK =
            "HTTP/1.1 200 OK\r\nServer: secret\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension final DoorFixture door = new DoorFixture();

    @Test
    void sendsEditedRequestAndAnswer() {
        AtomicReference<String> arrived = new AtomicReference<>("");
        FakeTarget target =
                door.serve(
                        new Backend((wire, number) -> {
                            arrived.set(wire.head());
                            wire.send(OK);
                        }));
        HttpEdits edits =
                HttpEdits.NONE
                        .to(Optional.of("/x?q=1"), Optional.of("backend.local:3000"))
                        .withRequestField(new HttpField("X-A", "2"))
                        .withResponseField(new HttpField("Server", "warren"));
        target.planning(request -> new HttpPlan.Forward(target, edits));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response())
                    .contains("Server: warren\r\n")
                    .doesNotContain("secret")
                    .endsWith("ok");
        }
        assertThat(arrived.get())
                .startsWith("GET /x?q=1 HTTP/1.1\r\n")
                .contains("Host: backend.local:3000\r\n")
                .contains("X-Forwarded-Host: a.test\r\n")
                .contains("X-A: 2\r\n")
                .doesNotContain("X-A: 1");
    }

    @Test
    void refusesWithMoreFieldsAndKeepsTheConnection() {
        FakeTarget target =
                door.serve(
                        new Backend((wire, number) -> {
                            wire.head();
                            wire.send(OK);
                        }));
        target.planning(request ->
                request.field("authorization").isPresent()
                        ? HttpPlan.AS_IS
                        : new HttpPlan.Refuse(
                                new HttpRefusal(401, "Log in", "a password is needed"),
                                List.of(
                                        new HttpField(
                                                "WWW-Authenticate", "Basic realm=\"tunnel\""))));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response())
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Basic realm=\"tunnel\"\r\n");
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\nAuthorization: Basic eDp5\r\n\r\n");
            assertThat(visitor.response()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void answersInTheTargetsOwnWords() {
        FakeTarget target = door.serve(new Backend((wire, number) -> {}));
        target.planning(request ->
                new HttpPlan.Answer(
                        308,
                        List.of(new HttpField("Location", "https://a.test" + request.target())),
                        "moved".getBytes(StandardCharsets.US_ASCII)));

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response())
                    .startsWith("HTTP/1.1 308 ")
                    .contains("Location: https://a.test/app/x?q=1\r\n")
                    .endsWith("moved");
        }
        assertThat(target.streams()).isEmpty();
    }

    @Test
    void failsClearlyWhenARuleIsBroken() {
        FakeTarget target = door.serve(new Backend((wire, number) -> {}));
        target.planning(request -> {
            throw new IllegalStateException("secret detail");
        });

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response())
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("secret detail");
        }
    }

    @Test
    void showsObserversWhatPasses() {
        Notes notes = new Notes();
        door.serve(
                        new Backend((wire, number) -> {
                            wire.head();
                            wire.body(4);
                            wire.send(OK);
                        }))
                .observedBy(notes);

        try (Wire visitor = door.visit()) {
            visitor.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody");
            assertThat(visitor.response()).endsWith("ok");
        }
        await().untilAsserted(() ->
                assertThat(notes.text.toString())
                        .isEqualTo("request:body status:200 answer:ok ended:200"));
    }

    @Test
    void showsObserversBothDirectionsAfterAnUpgrade() {
        Notes notes = new Notes();
        door.serve(
                        new Backend((wire, number) -> {
                            wire.head();
                            wire.send(
                                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
                            wire.body(4);
                            wire.send("pong");
                            wire.rest();
                        }))
                .observedBy(notes);

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(visitor.head()).startsWith("HTTP/1.1 101 ");
            visitor.send("ping");
            assertThat(visitor.body(4)).isEqualTo("pong");
        }
        await().untilAsserted(() ->
                assertThat(notes.text.toString())
                        .isEqualTo("status:101 up:ping down:pong ended:101"));
    }

    @Test
    void aBrokenObserverDisturbsNobody() {
        door.serve(
                        new Backend((wire, number) -> {
                            wire.head();
                            wire.send(OK);
                        }))
                .observedBy(
                        new Notes() {
                            @Override
                            public void response(HttpResponse head) {
                                throw new IllegalStateException("broken observer");
                            }
                        });

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send(GET).response()).endsWith("ok");
        }
    }

    private static class Notes implements HttpObserver {

        final StringBuffer text = new StringBuffer();

        private void note(String what, Object value) {
            text.append(text.isEmpty() ? "" : " ").append(what).append(':').append(value);
        }

        private void note(String what, ByteBuf bytes) {
            note(what, bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void requestBody(ByteBuf wire) {
            note("request", wire);
        }

        @Override
        public void response(HttpResponse head) {
            note("status", head.status());
        }

        @Override
        public void responseBody(ByteBuf wire) {
            note("answer", wire);
        }

        @Override
        public void upgradedFromVisitor(ByteBuf bytes) {
            note("up", bytes);
        }

        @Override
        public void upgradedToVisitor(ByteBuf bytes) {
            note("down", bytes);
        }

        @Override
        public void ended(HttpExchange exchange) {
            note("ended", exchange.status());
        }
    }
}
