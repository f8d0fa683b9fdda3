package dev.warren.edge.acme;

import dev.warren.edge.acme.Challenges.Expected;
import dev.warren.edge.acme.Challenges.Kind;
import java.io.Closeable;
import java.time.Duration;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;

/**
 * What the doors themselves answer: a token below a well-known path (HTTP-01), or a certificate of
 * a special kind (TLS-ALPN-01).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555#section-8.3">RFC 8555, 8.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8737">RFC 8737</a>
 */
final class ServedProof implements Proof {

    private final Kind by;
    private final Challenges challenges;
    private final Duration refresh;

    /**
     * @param refresh how often other nodes look for challenges
     */
    ServedProof(Kind by, Challenges challenges, Duration refresh) {
        this.by = by;
        this.challenges = challenges;
        this.refresh = refresh;
    }

    @Override
    public String kind() {
        return switch (by) {
            case HTTP -> "http-01";
            case TLS -> "tls-alpn-01";
        };
    }

    @Override
    public boolean suits(String host, boolean wildcard) {
        return !wildcard;
    }

    @Override
    public Closeable show(String host, Challenge challenge) {
        TokenChallenge tokens = (TokenChallenge) challenge;
        String answer = tokens.getAuthorization();
        String token = answer.substring(0, Math.max(0, answer.indexOf('.')));
        Expected question = new Expected(host, by, token, answer);
        challenges.expect(question);
        return () -> challenges.forget(question);
    }

    @Override
    public Duration spread() {
        // a node that has just looked sees it the next time
        return refresh.plus(refresh.dividedBy(2));
    }
}
