package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProxyIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension final DoorFixture door = new DoorFixture();

    @Test
    void passesRequestAndAnswerOn() {
        FakeTarget target = door.serve(Backend.answering(OK));

        String answer;
        try (Wire visitor = door.visit()) {
            answer = visitor.send("GET /x?y=1 HTTP/1.1\r\nHost: a.test\r\n\r\n").response();
        }

        assertThat(answer).isEqualTo(OK);
        assertThat(target.answered())
                .singleElement()
                .satisfies(exchange -> {
                    assertThat(exchange.path()).isEqualTo("/x?y=1");
                    assertThat(exchange.status()).isEqualTo(200);
                    assertThat(exchange.responseBytes()).isEqualTo(2);
                });
    }

    @Test
    void answersHundredPipelinedRequestsInOrderOverOneStream() {
        Backend backend =
                new Backend((wire, number) -> {
                    for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                        String path = head.split(" ", -1)[1];
                        wire.send(
                                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(path.length(), path));
                    }
                });
        door.serve("a.test", backend, true);
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a.test\r\n\r\n");
        }

        try (Wire visitor = door.visit()) {
            visitor.send(requests.toString());

            for (int i = 0; i < 100; i++) {
                assertThat(visitor.response()).endsWith("\r\n\r\n/" + i);
            }
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void saysWhichHostIsUnknown() {
        try (Wire visitor = door.visit()) {
            String answer = visitor.send("GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n").response();

            assertThat(answer).startsWith("HTTP/1.1 404 ").contains("nobody.test");
            assertThat(visitor.send("GET / HTTP/1.1\r\nHost: no2.test\r\n\r\n").response())
                    .contains("no2.test");
        }
    }
}
