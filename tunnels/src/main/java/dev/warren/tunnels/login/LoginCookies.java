package dev.warren.tunnels.login;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cookies of a log-in, which the server behind a tunnel never sees. Over HTTPS they have the
 * prefix by which browsers keep other hosts from setting them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265">RFC 6265</a>
 */
final class LoginCookies {

    static final String SESSION = "warren-session";

    /** Ties a log-in to the browser that began it. */
    static final String BEGUN = "warren-login";

    private static final String HOST_ONLY = "__Host-";

    private static final Set<String> OURS =
            Set.of(SESSION, BEGUN, HOST_ONLY + SESSION, HOST_ONLY + BEGUN);

    private LoginCookies() {}

    static Optional<String> value(HttpRequest request, String name) {
        String full = name(request, name) + "=";
        return cookies(request)
                .filter(cookie -> cookie.startsWith(full))
                .map(cookie -> cookie.substring(full.length()))
                .findFirst();
    }

    /** Sets one, or with no time at all takes it away. */
    static HttpField set(HttpRequest request, String name, String value, Duration life) {
        return new HttpField(
                "Set-Cookie",
                "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                        .formatted(
                                name(request, name),
                                value,
                                life.toSeconds(),
                                request.isSecure() ? "; Secure" : ""));
    }

    private static String name(HttpRequest request, String name) {
        return request.isSecure() ? HOST_ONLY + name : name;
    }

    /** {@code edits} that take ours away, and leave others. */
    static HttpEdits without(HttpEdits edits, HttpRequest request) {
        List<String> all = cookies(request).toList();
        List<String> others =
                all.stream()
                        .filter(cookie -> !OURS.contains(cookie.split("=", 2)[0].strip()))
                        .toList();
        if (others.size() == all.size()) {
            return edits;
        }
        String rest = others.stream().collect(Collectors.joining("; "));
        return rest.isEmpty()
                ? edits.withoutRequestFields(Set.of("cookie"))
                : edits.withRequestField(new HttpField("Cookie", rest));
    }

    private static Stream<String> cookies(HttpRequest request) {
        return request.fields().stream()
                .filter(field -> field.key().equals("cookie"))
                .flatMap(field -> Arrays.stream(field.value().split(";", -1)))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty());
    }
}
