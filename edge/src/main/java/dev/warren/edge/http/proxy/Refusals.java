package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the front door says when a target cannot answer. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final String BAD_GATEWAY = "Bad gateway";

    private Refusals() {}

    static HttpRefusal notFound(String host) {
        return new HttpRefusal(
                404,
                "Not found",
                "nothing is served here for host %s at this path".formatted(host));
    }

    /** What a module said of the request made no sense; the log has the details. */
    static HttpRefusal broken(Exception cause) {
        LOG.warn("http a target's rule failed", cause);
        return new HttpRefusal(
                500, "Internal error", "a rule of this address failed; its operator can see why");
    }

    static HttpRefusal unreachable() {
        return new HttpRefusal(
                502, BAD_GATEWAY, "the service behind this address could not be reached");
    }

    static HttpRefusal hungUp() {
        return new HttpRefusal(
                502, BAD_GATEWAY, "the service behind this address hung up without an answer");
    }

    static HttpRefusal notHttp(HttpRefusal malformed) {
        return malformed.status() == 503
                ? malformed
                : new HttpRefusal(
                        502,
                        BAD_GATEWAY,
                        "the service behind this address did not answer in HTTP: "
                                + malformed.getMessage());
    }

    static HttpRefusal unaskedSwitch() {
        return new HttpRefusal(502, BAD_GATEWAY, "a switch of protocols nobody asked for");
    }

    static HttpRefusal headTimedOut(Duration limit) {
        return new HttpRefusal(
                408, "Request timeout", "the head did not come within %s".formatted(limit));
    }

    static HttpRefusal bodyStopped() {
        return new HttpRefusal(408, "Request timeout", "the request's body stopped coming");
    }

    static HttpRefusal tooLarge(int most) {
        return new HttpRefusal(
                413,
                "Content too large",
                "the request's body has more than the %d bytes that are taken here"
                        .formatted(most));
    }

    static HttpRefusal noRoom() {
        return new HttpRefusal(
                503, "Too busy", "no memory is left for the request's body; try again in a moment");
    }

    static HttpRefusal timedOut(boolean connecting) {
        String what = connecting ? "could not be reached" : "did not answer";
        return new HttpRefusal(
                504,
                "Gateway timeout",
                "the service behind this address %s in time".formatted(what));
    }
}
