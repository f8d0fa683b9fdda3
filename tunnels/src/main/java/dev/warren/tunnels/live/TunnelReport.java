package dev.warren.tunnels.live;

import dev.warren.core.events.TunnelClosed;
import dev.warren.core.events.TunnelHealthChanged;
import dev.warren.core.events.TunnelKind;
import dev.warren.core.events.TunnelOpened;
import dev.warren.core.events.TunnelRefused;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.naming.Plain;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever it concerns what happens to tunnels: the session, the events, meters, the log. */
public final class TunnelReport {

    private static final Logger log = LoggerFactory.getLogger(TunnelReport.class);

    private final TunnelMetrics metrics;
    private final Traffic traffic;
    private final TunnelNews news;
    private final Consumer<Object> events;
    private final InstantSource clock;

    /**
     * @param events takes domain events; called on virtual threads
     * @param traffic adds up what tunnels carry
     */
    public TunnelReport(
            TunnelMetrics metrics,
            PublicAddresses addresses,
            Consumer<Object> events,
            Traffic traffic,
            InstantSource clock) {
        this.metrics = metrics;
        this.traffic = traffic;
        this.news = new TunnelNews(addresses);
        this.events = events;
        this.clock = clock;
    }

    Traffic traffic() {
        return traffic;
    }

    TunnelMetrics metrics() {
        return metrics;
    }

    void opened(Tunnel tunnel) {
        TunnelKind kind = tunnel.address().kind();
        metrics.of(kind).active().incrementAndGet();
        metrics.of(kind).opened().increment();
        tunnel.connection().tell(news.up(tunnel));
        picture(tunnel);
        String owner = tunnel.owner().name().value();
        log.info("tunnel.opened kind={} name={} owner={}", kind, tunnel, owner);
        events.accept(
                new TunnelOpened(
                        kind, tunnel.address().name(), tunnel.owner().name(), clock.instant()));
    }

    /** Shows the address as a picture, if that is wanted and was not done yet. */
    void picture(Tunnel tunnel) {
        if (tunnel.takesPicture()) {
            news.picture(tunnel).ifPresent(tunnel.connection()::tell);
        }
    }

    void closed(Tunnel tunnel, Ending how) {
        TunnelKind kind = tunnel.address().kind();
        metrics.of(kind).active().decrementAndGet();
        if (how == Ending.TAKEN_OVER) {
            metrics.takenOver();
        }
        if (how != Ending.DISCONNECTED) {
            tunnel.connection().tell(news.down(tunnel, how));
        }
        log.info(
                "tunnel.closed kind={} name={} owner={} reason={}",
                kind,
                tunnel,
                tunnel.owner().name(),
                how);
        events.accept(
                new TunnelClosed(
                        kind,
                        tunnel.address().name(),
                        tunnel.owner().name(),
                        how.words(),
                        clock.instant()));
    }

    /** The server behind {@code tunnel} has fallen ill or is well again. */
    public void health(Tunnel tunnel, Health.Change change) {
        tunnel.connection().tell(news.health(tunnel, change));
        log.info(
                "tunnel.health name={} owner={} up={} reason=\"{}\"",
                tunnel,
                tunnel.owner().name(),
                change.isUp(),
                change.reason());
        events.accept(
                new TunnelHealthChanged(
                        tunnel.address().kind(),
                        tunnel.address().name(),
                        tunnel.owner().name(),
                        change.isUp(),
                        change.reason(),
                        clock.instant()));
    }

    void refused(SshConnection connection, ForwardRequest request, BindOutcome.Refused refused) {
        metrics.refused(refused.why());
        events.accept(
                new TunnelRefused(
                        kind(request),
                        asked(request),
                        connection.account().name(),
                        refused.sentence(),
                        clock.instant()));
    }

    /** Tells a session of a refusal that answers no request of its own. */
    void refusedLater(SshConnection connection, BindOutcome.Refused refused) {
        connection.tell(TunnelNews.refused(refused));
    }

    void complaint(SshConnection connection, String sentence) {
        connection.tell(TunnelNews.complaint(sentence));
    }

    void restarting(SshConnection connection) {
        connection.tell(TunnelNews.restarting());
    }

    private static TunnelKind kind(ForwardRequest request) {
        return switch (request.bindPort()) {
            case 80, 443 -> TunnelKind.HTTP;
            default -> TunnelKind.TCP;
        };
    }

    /** Without what stands before an {@code @}: it may be a password. */
    private static String asked(ForwardRequest request) {
        String address = request.bindAddress();
        return Plain.text(address.substring(address.lastIndexOf('@') + 1))
                + ":"
                + request.bindPort();
    }
}
