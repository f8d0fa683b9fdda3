package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import dev.warren.edge.net.Networks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrustedProxyIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final DoorFixture door =
            new DoorFixture().with("trusted-proxies", "127.0.0.0/8,10.0.0.0/8,2001:db8::/32");

    private String seenBy(FakeTarget[] target, String fields) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        target[0] =
                door.serve(
                        new Backend((wire, number) -> {
                            seen.complete(wire.head());
                            wire.send(OK);
                        }));
        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n" + fields + "\r\n").response();
        }
        return seen.join();
    }

    @Test
    void addsToWhatATrustedProxySays() {
        FakeTarget[] target = new FakeTarget[1];

        String seen =
                seenBy(
                        target,
                        "X-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Proto: https\r\nForwarded: for=9.9.9.9\r\nX-Request-Id: abc-1\r\n");

        assertThat(seen)
                .contains("X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.1.2.3, 127.0.0.1\r\n")
                .contains("X-Real-IP: 9.9.9.9\r\n")
                .contains("X-Forwarded-Proto: https\r\n")
                .contains("X-Forwarded-Port: 443\r\n")
                .contains("Forwarded: for=9.9.9.9, for=127.0.0.1;proto=https;host=\"a.test\"\r\n")
                .contains("X-Request-Id: abc-1\r\n");
        assertThat(target[0].answered().getFirst().visitor().getAddress().getHostAddress())
                .isEqualTo("9.9.9.9");
        assertThat(target[0].answered().getFirst().requestId()).isEqualTo("abc-1");
    }

    @Test
    void nonsenseFromATrustedProxyIsNotBelieved() {
        FakeTarget[] target = new FakeTarget[1];

        String seen =
                seenBy(
                        target,
                        "X-Forwarded-For: 6.6.6.6, evil.test\r\nX-Forwarded-Proto: javascript\r\nX-Request-Id: a b\r\n");

        assertThat(seen)
                .contains("X-Real-IP: 127.0.0.1\r\n")
                .contains("X-Forwarded-Proto: http\r\n")
                .doesNotContain("X-Request-Id: a b");
    }

    @Test
    void networksThatAreNoneStopTheStart() {
        assertThatThrownBy(() ->
                        Networks.parse(
                                "warren.http.trusted-proxies",
                                List.of("10.0.0.0/33", "home", "::1/64")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("10.0.0.0/33 (expected: ")
                .hasMessageContaining("home (expected: ");
    }
}
