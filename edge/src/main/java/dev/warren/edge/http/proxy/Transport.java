package dev.warren.edge.http.proxy;

import java.util.function.Predicate;

/**
 * What carries a visitor's requests.
 *
 * @param secure whether it is encrypted up to this door
 * @param mayAsk whether a request for that host may come on it; false sends the visitor to a
 *     connection of its own (421)
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20">RFC 9110, 15.5.20</a>
 */
public record Transport(boolean secure, Predicate<String> mayAsk) {

    /** A bare TCP connection. */
    static final Transport PLAIN = new Transport(false, host -> true);

    String scheme() {
        return secure ? "https" : "http";
    }
}
