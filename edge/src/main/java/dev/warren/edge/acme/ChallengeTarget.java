package dev.warren.edge.acme;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.proxy.EveryHost;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers authorities that ask for a token which is expected, on whatever host they ask; other
 * tokens are left to the host's own server, which may order certificates itself.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555#section-8.3">RFC 8555, 8.3</a>
 */
final class ChallengeTarget implements EveryHost {

    private static final String PREFIX = "/.well-known/acme-challenge/";

    private final AcmeCertificates certificates;
    private final MemoryBudget budget;

    ChallengeTarget(AcmeCertificates certificates, MemoryBudget budget) {
        this.certificates = certificates;
        this.budget = budget;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public @Nullable HttpTarget find(String host, String path) {
        String answer = certificates.answer(host, path.substring(PREFIX.length()));
        return answer == null ? null : new Words(budget, answer);
    }

    /** One answer. */
    private record Words(MemoryBudget budget, String answer) implements HttpTarget {

        @Override
        public String kind() {
            return "acme";
        }

        @Override
        public HttpPlan plan(HttpRequest request) {
            return new HttpPlan.Answer(
                    200,
                    List.of(
                            new HttpField("Content-Type", "application/octet-stream"),
                            new HttpField("Cache-Control", "no-store")),
                    answer.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Optional<EventLoop> eventLoop() {
            return Optional.empty();
        }

        @Override
        public Future<Channel> connect(EventLoop loop, HttpRequest request) {
            return loop.newFailedFuture(new IOException("a challenge has no server behind it"));
        }
    }
}
