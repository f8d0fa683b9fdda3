package dev.warren.core.webhooks;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.webhooks.WebhookException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Supplier;

/**
 * Which addresses events may be sent to: those of the public internet, over TLS unless the operator
 * says otherwise.
 *
 * @param http made when it is first used
 */
record AddressCheck(Supplier<OutboundHttp> http, boolean allowHttp) {

    private static final int LONGEST = 1000;

    /**
     * The address that a user has written. Blocks while its name is looked up; one that cannot be
     * found now may be found later.
     */
    URI parse(String text) throws WebhookException {
        if (text.length() > LONGEST) {
            throw new WebhookException(
                    Code.INVALID,
                    "url: %d characters (expected: at most %d)".formatted(text.length(), LONGEST));
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new WebhookException(Code.INVALID, "url: malformed (" + expected() + ")");
        }
        check(url);
        lookUp(url);
        return url;
    }

    /** What can be told without looking a name up. */
    void check(URI url) throws WebhookException {
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (scheme.equalsIgnoreCase("http") && !allowHttp) {
            throw new WebhookException(
                    Code.INVALID, "url: without TLS (" + expected() + "; this server says so)");
        }
        boolean web = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
        if (!web || url.getHost() == null) {
            throw new WebhookException(Code.INVALID, "url: not a web address (" + expected() + ")");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new WebhookException(
                    Code.INVALID, "url: with a user or a fragment (" + expected() + ")");
        }
    }

    private void lookUp(URI url) throws WebhookException {
        try {
            http.get().check(url);
        } catch (OutboundException refused) {
            switch (refused.kind()) {
                case FORBIDDEN_ADDRESS ->
                        throw new WebhookException(
                                Code.INVALID,
                                "url: %s is at a private or special address (expected: a public one)"
                                        .formatted(url.getHost()));
                case FORBIDDEN_URL ->
                        throw new WebhookException(
                                Code.INVALID, "url: not a web address (" + expected() + ")");
                case FORBIDDEN_REDIRECT,
                        TOO_MANY_REDIRECTS,
                        TIMED_OUT,
                        TOO_LARGE,
                        UNREACHABLE,
                        BROKEN -> {
                    // whether it is there is found out when something is sent
                }
            }
        }
    }

    private String expected() {
        return "expected: %s://host/path".formatted(allowHttp ? "http(s)" : "https");
    }
}
