package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.codec.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** What the edge decides by whether a request came over TLS, and over which. Thread-safe. */
final class SchemeRules {

    private static final String CHALLENGES = "/.well-known/acme-challenge/";

    private final HttpsProperties settings;
    private final byte[] hsts;
    private volatile int port;

    SchemeRules(HttpsProperties settings) {
        this.settings = settings;
        this.hsts =
                settings.hsts().isZero()
                        ? new byte[0]
                        : "Strict-Transport-Security: max-age=%d\r\n"
                                .formatted(settings.hsts().toSeconds())
                                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The HTTPS door can be reached on that port; 0 when it is closed. */
    void securePort(int now) {
        port = now;
    }

    /** The port by which the HTTPS door can be reached; empty while it is closed. */
    OptionalInt securePort() {
        int now = port;
        return now == 0 ? OptionalInt.empty() : OptionalInt.of(now);
    }

    /** The field line that tells browsers to come over TLS only; empty for none. */
    byte[] hsts() {
        return hsts;
    }

    /** How the edge answers a request itself, before its target is asked; empty: it does not. */
    Optional<HttpPlan> refusal(RequestHead head, Visitor visitor) {
        String host = head.authority().host();
        if (!visitor.transport().mayAsk().test(host)) {
            return Optional.of(
                    new HttpPlan.Refuse(
                            new HttpRefusal(
                                    421,
                                    "Misdirected request",
                                    "this TLS connection was made for another host than %s"
                                            .formatted(host))));
        }
        int secure = port;
        boolean redirects =
                settings.redirect()
                        && secure != 0
                        && !visitor.isSecure(head)
                        && !head.path(CHALLENGES.length()).equals(CHALLENGES);
        return redirects
                ? Optional.of(HttpPlan.secure(host, secure, head.target(Integer.MAX_VALUE)))
                : Optional.empty();
    }
}
