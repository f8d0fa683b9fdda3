package dev.warren.tunnels.live;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.naming.Plain;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells a session of requests, as many lines a second as a person might want to see; the others are
 * counted and told as a number. Never waits for the session. Thread-safe.
 */
public final class RequestLines {

    private static final int A_SECOND = 100;
    private static final int LONGEST_PATH = 400;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SshConnection connection;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    RequestLines(SshConnection connection) {
        this.connection = connection;
    }

    /** An HTTP request was answered. */
    public void request(HttpExchange exchange, Instant now) {
        if (admit(now)) {
            connection.tell(news(exchange, now));
        }
    }

    /** A visitor came in by {@code tunnel}, which carries anything but HTTP. */
    public void visitor(Tunnel tunnel, InetSocketAddress visitor, Instant now) {
        if (admit(now)) {
            String ip = visitor.getAddress().getHostAddress();
            connection.tell(
                    new SessionNews(
                            "visitor",
                            "%s | %s | accepted %s port %d"
                                    .formatted(
                                            TIME.format(now),
                                            tunnel.address().shortName(),
                                            ip,
                                            visitor.getPort()),
                            Map.of(
                                    "at", now.toString(),
                                    "tunnel", tunnel.address().name(),
                                    "ip", ip,
                                    "port", visitor.getPort()),
                            false));
        }
    }

    private boolean admit(Instant now) {
        long current = now.getEpochSecond();
        long last = second.get();
        if (current != last && second.compareAndSet(last, current)) {
            told.set(0);
            int missed = skipped.getAndSet(0);
            if (missed > 0) {
                connection.tell(
                        new SessionNews(
                                "requests-skipped",
                                "… and %d more".formatted(missed),
                                Map.of("count", missed),
                                false));
            }
        }
        if (told.incrementAndGet() <= A_SECOND) {
            return true;
        }
        skipped.incrementAndGet();
        return false;
    }

    private static SessionNews news(HttpExchange exchange, Instant now) {
        double millis = exchange.nanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
        String ip = exchange.visitor().getAddress().getHostAddress();
        return new SessionNews(
                "request",
                String.format(
                        Locale.ROOT,
                        "%s | %s | %d | %.1f ms | %s | %s %s",
                        TIME.format(now),
                        exchange.host(),
                        exchange.status(),
                        millis,
                        ip,
                        Plain.text(exchange.method()),
                        Plain.text(exchange.path(), LONGEST_PATH)),
                Map.of(
                        "at", now.toString(),
                        "host", exchange.host(),
                        "status", exchange.status(),
                        "millis", millis,
                        "ip", ip,
                        "method", exchange.method(),
                        "uri", exchange.path(),
                        "requestBytes", exchange.requestBytes(),
                        "responseBytes", exchange.responseBytes(),
                        "requestId", exchange.requestId()),
                false);
    }
}
