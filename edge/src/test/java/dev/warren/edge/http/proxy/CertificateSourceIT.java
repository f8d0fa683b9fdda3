package dev.warren.edge.http.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the doors do while a certificate authority looks whether a host is served here. */
class CertificateSourceIT {

    private static final String[] PROOF = {"acme-tls/1"};

    @TempDir static Path folder;

    @RegisterExtension
    final DoorFixture door = new DoorFixture().withHttps(() -> folder).withHttps("redirect", true);

    @BeforeAll
    static void certify() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
    }

    @Test
    void showsTheProofToTheAuthorityOnlyAndSaysNoMore() throws IOException {
        door.source().challenges.put("a.test", TestCertificates.identity("proof.test"));

        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket authority =
                    SecureWire.socket(door.securePort(), "A.test", PROOF, new String[] {version})) {
                assertThat(authority.getApplicationProtocol()).isEqualTo("acme-tls/1");
                assertThat(subject(authority)).contains("proof.test");
                assertThat(authority.getInputStream().read()).isEqualTo(-1);
            }
            try (SSLSocket browser =
                    SecureWire.socket(
                            door.securePort(),
                            "a.test",
                            new String[] {"h2", "http/1.1"},
                            new String[] {version})) {
                assertThat(subject(browser)).contains("a.test");
            }
        }
    }

    @Test
    void showsNoProofForHostsThatNoneIsAskedFor() throws IOException {
        door.source().challenges.put("a.test", TestCertificates.identity("proof.test"));

        try (SSLSocket authority =
                SecureWire.socket(door.securePort(), "b.test", PROOF, new String[0])) {
            assertThat(authority.getApplicationProtocol()).isEmpty();
            assertThat(subject(authority)).contains("a.test");
        }
    }

    @Test
    void sendsVisitorsAwayWhileTheirHostsCertificateIsOrdered() {
        door.source().coming.add("b.test");

        assertThatThrownBy(() -> SecureWire.socket(door.securePort(), "b.test"))
                .hasMessageContaining("unrecognized_name");
        assertThat(
                        door.meters()
                                .get("warren.http.requests.refused")
                                .tag("reason", "tls_ordered")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void asksWhoStandsBeforeAllHostsEvenBeforeRedirects() throws IOException {
        door.serve(new Backend((wire, number) -> {}));
        door.routes().everyHost(new Words());

        try (Wire visitor = door.visit()) {
            visitor.send("GET /.well-known/x/1 HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
            assertThat(visitor.head()).startsWith("HTTP/1.1 200");
            assertThat(visitor.body(4)).isEqualTo("mine");
            visitor.send("GET /.well-known/x/2 HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertThat(visitor.head())
                    .startsWith("HTTP/1.1 308")
                    .contains("https://a.test:" + door.securePort() + "/.well-known/x/2");
        }
    }

    private static String subject(SSLSocket socket) throws IOException {
        Principal subject = socket.getSession().getPeerPrincipal();
        return subject.getName();
    }

    /** Answers for {@code 1} alone. */
    private static final class Words implements EveryHost, HttpTarget {

        @Override
        public String prefix() {
            return "/.well-known/x/";
        }

        @Override
        public @Nullable HttpTarget find(String host, String path) {
            return path.equals("/.well-known/x/1") ? this : null;
        }

        @Override
        public HttpPlan plan(HttpRequest request) {
            return new HttpPlan.Answer(
                    200,
                    List.of(new HttpField("Content-Type", "text/plain")),
                    "mine".getBytes(US_ASCII));
        }

        @Override
        public String kind() {
            return "words";
        }

        @Override
        public MemoryBudget budget() {
            return MemoryBudget.root("words", 1);
        }

        @Override
        public Optional<EventLoop> eventLoop() {
            return Optional.empty();
        }

        @Override
        public Future<Channel> connect(EventLoop loop, HttpRequest request) {
            return loop.newFailedFuture(new IOException("has nothing behind it"));
        }
    }
}
