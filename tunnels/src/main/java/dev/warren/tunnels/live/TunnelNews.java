package dev.warren.tunnels.live;

import dev.warren.core.events.TunnelKind;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.tunnels.naming.BoundPath;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The lines about tunnels that their owner's session shows. */
final class TunnelNews {

    private final PublicAddresses addresses;

    TunnelNews(PublicAddresses addresses) {
        this.addresses = addresses;
    }

    SessionNews up(Tunnel tunnel) {
        String reach = addresses.reach(tunnel.address());
        return new SessionNews("up", title(tunnel, reach) + reach, fields(tunnel, reach), false);
    }

    SessionNews down(Tunnel tunnel, Ending how) {
        String reach = addresses.reach(tunnel.address());
        return new SessionNews(
                "down",
                "%s%s: %s".formatted(title(tunnel, reach), reach, how.words()),
                with(fields(tunnel, reach), "reason", how.words()),
                false);
    }

    SessionNews health(Tunnel tunnel, Health.Change change) {
        String reach = addresses.reach(tunnel.address());
        String what = change.isUp() ? change.reason() : "health check failed: " + change.reason();
        return new SessionNews(
                change.isUp() ? "well" : "unwell",
                "%s%s: %s".formatted(title(tunnel, reach), reach, what),
                with(fields(tunnel, reach), "reason", change.reason()),
                !change.isUp());
    }

    /** The address for a phone's camera; empty for one that no browser opens. */
    Optional<SessionNews> picture(Tunnel tunnel) {
        return switch (tunnel.address().kind()) {
            case HTTP, TLS -> {
                String reach = addresses.reach(tunnel.address());
                yield Optional.of(
                        new SessionNews("qr", reach, Map.of(), false, QrPicture.of(reach)));
            }
            case TCP, ALIAS -> Optional.empty();
        };
    }

    static SessionNews refused(BindOutcome.Refused refused) {
        return error("refused", word(refused.why()), refused.sentence());
    }

    static SessionNews complaint(String sentence) {
        return error("complaint", "option", sentence);
    }

    static SessionNews restarting() {
        String line = "the server is restarting: reconnect in a moment";
        return new SessionNews("restarting", line, Map.of("message", line), false);
    }

    private static SessionNews error(String event, String code, String sentence) {
        return new SessionNews(event, sentence, Map.of("error", code, "message", sentence), true);
    }

    private static String title(Tunnel tunnel, String reach) {
        return switch (tunnel.address().kind()) {
            case HTTP -> reach.startsWith("https:") ? "HTTPS: " : "HTTP: ";
            case TCP -> "TCP: ";
            case ALIAS -> "TCP Alias: ";
            case TLS -> "TLS: ";
        };
    }

    private static Map<String, Object> fields(Tunnel tunnel, String reach) {
        TunnelAddress address = tunnel.address();
        Map<String, Object> fields =
                Map.of(
                        "kind", word(address.kind()),
                        "name", address.shortName(),
                        "forward", tunnel.key().bindAddress() + ":" + tunnel.key().bindPort());
        return switch (address) {
            case TunnelAddress.Web(String label, String host, BoundPath path) ->
                    with(with(fields, "host", host), "url", reach);
            case TunnelAddress.Tls(String label, String host) ->
                    with(with(fields, "host", host), "url", reach);
            case TunnelAddress.Port(int port) ->
                    with(with(fields, "port", port), "url", "tcp://" + reach);
            case TunnelAddress.Alias(var name, int port) ->
                    with(with(fields, "port", port), "alias", name.label());
        };
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> more = new HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String kind(TunnelKind kind) {
        return word(kind);
    }
}
