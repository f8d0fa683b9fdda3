package dev.warren.feeds.fetch;

import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Domains;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Has a redirect to another domain wait for a turn there. Thread-safe. */
final class Turns implements Border {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Claims claims;

    Turns(Claims claims) {
        this.claims = claims;
    }

    @Override
    public Runnable cross(URI from, URI to, Duration left) throws WebException {
        String domain = Domains.of(to);
        if (domain.equals(Domains.of(from))) {
            return () -> {};
        }
        long end = System.nanoTime() + left.toNanos() / 2;
        while (System.nanoTime() < end) {
            Optional<Claims.Passage> passage = claims.enter(domain);
            if (passage.isPresent()) {
                return passage.get()::close;
            }
            LockSupport.parkNanos(LOOK.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw new WebException(
                WebException.Kind.BUSY, "it redirects to a host that others are asking now");
    }
}
