package dev.warren.edge.ssh.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The door's meters; every tag has few values. */
final class SshMetrics {

    private final MeterRegistry registry;
    private final Timer handshakes;

    SshMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.handshakes =
                Timer.builder("warren.ssh.handshake")
                        .description("From the accepted socket to the proved key")
                        .register(registry);
    }

    <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder("warren.ssh." + name, of, value).description(description).register(registry);
    }

    /** A log-in ended: {@code accepted}, {@code registered}, or why a key was refused. */
    void login(String outcome) {
        Counter.builder("warren.ssh.logins")
                .description("Keys that were accepted or refused, and accounts made")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void handshake(Duration took) {
        handshakes.record(took);
    }

    /** Something was refused or cut off to keep a limit. */
    void refused(String reason) {
        Counter.builder("warren.ssh.refused")
                .description("Connections, channels and requests turned away to keep a limit")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A forward request was answered: {@code bound}, {@code refused} or {@code cancelled}. */
    void forward(String outcome) {
        Counter.builder("warren.ssh.forwards")
                .description("Forward requests by how they were answered")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** A channel was opened: {@code session}, {@code forwarded}, {@code direct}. */
    void channel(String kind) {
        Counter.builder("warren.ssh.channels.opened")
                .description("Channels opened, by kind")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }
}
