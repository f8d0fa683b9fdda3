package dev.warren.tunnels.options;

import java.time.Instant;

/** One thing that a user set with a word such as {@code note=demo}. */
public sealed interface TunnelOption {

    /** Words of the user's own, shown where the tunnel is listed. */
    record Note(String text) implements TunnelOption {}

    /** Whether the session gets a line for every request. */
    record RequestLines(boolean on) implements TunnelOption {}

    /** When the connection is closed. */
    record Deadline(Instant at) implements TunnelOption {}

    /** Whether the connection is closed once no forward is left. */
    record AutoClose(boolean on) implements TunnelOption {}

    /** Whether every forward becomes a private alias. */
    record TcpAlias(boolean on) implements TunnelOption {}

    /** Who else may reach the private aliases. */
    record Guests(AliasGuests who) implements TunnelOption {}

    /** Whether the connection stays open though it forwards nothing to itself. */
    record LocalForward(boolean on) implements TunnelOption {}

    /** Whether the beginnings of requests and answers are kept, to be looked at. */
    record Inspect(boolean on) implements TunnelOption {}

    /** A word that another part of the SSH door has taken care of. */
    record Elsewhere() implements TunnelOption {}
}
