package dev.warren.core.outbound;

import dev.warren.core.outbound.OutboundException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a request, and what the next one is.
 *
 * @param ports which this one and the next are allowed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 §15.4</a>
 */
record Hop(
        String method,
        URI uri,
        Map<String, String> headers,
        byte @Nullable [] body,
        IntPredicate ports) {

    /** Statuses that lead elsewhere. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** What may be told to an origin that the caller did not name. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "accept",
                    "accept-language",
                    "accept-encoding",
                    "user-agent",
                    "range",
                    "if-range",
                    "if-none-match",
                    "if-modified-since");

    static Hop first(OutboundRequest request) throws OutboundException {
        return new Hop(
                request.method(),
                checked(request.uri(), request.ports()),
                request.headers(),
                request.body(),
                request.ports());
    }

    static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
    }

    /** The hop that an answer with {@code status} and {@code location} leads to. */
    Hop next(int status, String location) throws OutboundException {
        URI target = checked(resolved(location), ports);
        if (isHttps(uri) && !isHttps(target)) {
            throw refused("leads from https to http");
        }
        boolean same = origin(uri).equals(origin(target));
        boolean becomesGet =
                status == 303 ? !method.equals("HEAD") : method.equals("POST") && status < 303;
        if (body != null && !becomesGet && !same) {
            throw refused("would carry what was sent to another origin");
        }
        Map<String, String> kept = same ? headers : harmless(headers);
        return becomesGet
                ? new Hop("GET", target, withoutContent(kept), null, ports)
                : new Hop(method, target, kept, body, ports);
    }

    private URI resolved(String location) throws OutboundException {
        try {
            return uri.resolve(new URI(location.strip().replace(" ", "%20")));
        } catch (URISyntaxException malformed) {
            throw refused("leads to a malformed address");
        }
    }

    private OutboundException refused(String why) {
        return new OutboundException(
                Kind.FORBIDDEN_REDIRECT, "the redirect from %s %s".formatted(uri.getHost(), why));
    }

    private static Map<String, String> harmless(Map<String, String> headers) {
        return filtered(headers, HARMLESS::contains);
    }

    private static Map<String, String> withoutContent(Map<String, String> headers) {
        return filtered(headers, name -> !name.startsWith("content-"));
    }

    private static Map<String, String> filtered(
            Map<String, String> headers, Predicate<String> keep) {
        return headers.entrySet().stream()
                .filter(header -> keep.test(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }

    /** Only what a web address needs: no user, no opaque part, no fragment to send. */
    private static URI checked(URI uri, IntPredicate ports) throws OutboundException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean good =
                (scheme.equals("http") || scheme.equals("https"))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getPort() != 0
                        && uri.getPort() <= 65_535;
        if (!good) {
            throw new OutboundException(
                    Kind.FORBIDDEN_URL,
                    "the address is not of the form http(s)://host/path, without a user");
        }
        if (!ports.test(uri.getPort())) {
            throw new OutboundException(Kind.FORBIDDEN_URL, "its port is not fetched from");
        }
        return uri;
    }
}
