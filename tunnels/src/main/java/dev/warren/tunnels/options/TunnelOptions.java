package dev.warren.tunnels.options;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is set on one connection.
 *
 * @param note the user's own words, empty for none
 * @param requestLines whether the session gets a line for every request
 * @param deadline when the connection is closed, or null
 * @param autoClose whether it is closed once no forward is left
 * @param tcpAlias whether every forward becomes a private alias
 * @param guests who else may reach private aliases
 * @param localForward whether the connection stays open though it forwards nothing to itself
 * @param inspect whether the beginnings of requests and answers are kept
 */
public record TunnelOptions(
        String note,
        boolean requestLines,
        @Nullable Instant deadline,
        boolean autoClose,
        boolean tcpAlias,
        AliasGuests guests,
        boolean localForward,
        boolean inspect) {

    /** What holds when a user says nothing. */
    public static TunnelOptions defaults() {
        return new TunnelOptions("", false, null, false, false, AliasGuests.nobody(), false, false);
    }

    /** These options after {@code option} was set. */
    public TunnelOptions with(TunnelOption option) {
        return switch (option) {
            case TunnelOption.Note(String text) ->
                    new TunnelOptions(
                            text,
                            requestLines,
                            deadline,
                            autoClose,
                            tcpAlias,
                            guests,
                            localForward,
                            inspect);
            case TunnelOption.RequestLines(boolean on) ->
                    new TunnelOptions(
                            note, on, deadline, autoClose, tcpAlias, guests, localForward, inspect);
            case TunnelOption.Deadline(Instant at) ->
                    new TunnelOptions(
                            note,
                            requestLines,
                            at,
                            autoClose,
                            tcpAlias,
                            guests,
                            localForward,
                            inspect);
            case TunnelOption.AutoClose(boolean on) ->
                    new TunnelOptions(
                            note,
                            requestLines,
                            deadline,
                            on,
                            tcpAlias,
                            guests,
                            localForward,
                            inspect);
            case TunnelOption.TcpAlias(boolean on) ->
                    new TunnelOptions(
                            note,
                            requestLines,
                            deadline,
                            autoClose,
                            on,
                            guests,
                            localForward,
                            inspect);
            case TunnelOption.Guests(AliasGuests who) ->
                    new TunnelOptions(
                            note,
                            requestLines,
                            deadline,
                            autoClose,
                            tcpAlias,
                            who,
                            localForward,
                            inspect);
            case TunnelOption.LocalForward(boolean on) ->
                    new TunnelOptions(
                            note, requestLines, deadline, autoClose, tcpAlias, guests, on, inspect);
            case TunnelOption.Inspect(boolean on) ->
                    new TunnelOptions(
                            note,
                            requestLines,
                            deadline,
                            autoClose,
                            tcpAlias,
                            guests,
                            localForward,
                            on);
            case TunnelOption.Elsewhere() -> this;
        };
    }
}
