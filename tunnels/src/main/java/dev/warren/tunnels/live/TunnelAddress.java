package dev.warren.tunnels.live;

import dev.warren.core.events.TunnelKind;
import dev.warren.tunnels.naming.BoundPath;
import dev.warren.tunnels.naming.TunnelName;

/** What a tunnel is reached by. Only tunnels of one group share one. */
public sealed interface TunnelAddress {

    /**
     * HTTP by host name.
     *
     * @param label what users call it
     * @param host the whole host, lower case; {@code *.} in front for all hosts below
     * @param path which part of it
     */
    record Web(String label, String host, BoundPath path) implements TunnelAddress {}

    /**
     * TLS by server name, passed through unopened. It takes the place of a {@link Web} address.
     *
     * @param label what users call it
     * @param host the whole host, lower case; {@code *.} in front for all hosts below
     */
    record Tls(String label, String host) implements TunnelAddress {}

    /** TCP on a port of its own. */
    record Port(int port) implements TunnelAddress {}

    /** A private name and port, reached over SSH only. */
    record Alias(TunnelName tunnelName, int port) implements TunnelAddress {}

    default TunnelKind kind() {
        return switch (this) {
            case Web web -> TunnelKind.HTTP;
            case Tls tls -> TunnelKind.TLS;
            case Port port -> TunnelKind.TCP;
            case Alias alias -> TunnelKind.ALIAS;
        };
    }

    /** What of it nobody else can have at the same time: of a host, whatever is spoken there. */
    default TunnelAddress place() {
        return switch (this) {
            case Tls(String label, String host) -> new Web(label, host, BoundPath.ROOT);
            case Web web -> web;
            case Port port -> port;
            case Alias alias -> alias;
        };
    }

    /** What events and lists call it: a host, a port, or {@code alice-box:22}. */
    default String name() {
        return switch (this) {
            case Web(String label, String host, BoundPath path) -> path.behind(host);
            case Tls(String label, String host) -> host;
            case Port(int port) -> Integer.toString(port);
            case Alias(TunnelName name, int port) -> name.label() + ":" + port;
        };
    }

    /** What its owner calls it: {@code web}, {@code 10022}, {@code box:22}. */
    default String shortName() {
        return switch (this) {
            case Web(String label, String host, BoundPath path) -> path.behind(label);
            case Tls(String label, String host) -> label;
            case Port(int port) -> Integer.toString(port);
            case Alias(TunnelName name, int port) -> name.value() + ":" + port;
        };
    }
}
