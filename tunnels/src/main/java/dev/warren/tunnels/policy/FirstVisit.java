package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells those who come with a browser for the first time that what follows is somebody's tunnel,
 * and lets them go on with a click, which a cookie remembers for a week. Programs are not bothered.
 */
final class FirstVisit {

    private static final String VISITED = "warren-visited=1";
    private static final String GO_ON = "/.warren/visit";
    private static final int SEE_OTHER = 303;

    private static final String PAGE =
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="robots" content="noindex"><title>%1$s</title></head>
            <body style="font:1.1em sans-serif;max-width:36em;margin:4em auto;padding:0 1em">
            <h1>You are about to visit %1$s</h1>
            <p>This page is served from somebody's own computer through a tunnel. Whoever runs this
            server has not looked at it. Do not enter passwords or card numbers unless you know and
            trust the person who sent you here.</p>
            <p><a href="%2$s">Go on</a></p></body></html>
            """;

    private FirstVisit() {}

    /**
     * What a first visitor gets instead of an answer from behind the tunnel.
     *
     * @param prefix the path that the route is bound to
     */
    static Optional<HttpPlan> plan(HttpRequest request, String prefix) {
        String way = (prefix.length() > 1 ? prefix : "") + GO_ON;
        if (request.target().startsWith(way + "/")) {
            return Optional.of(goOn(request.target().substring(way.length())));
        }
        return isFirst(request) ? Optional.of(page(request, way)) : Optional.empty();
    }

    private static boolean isFirst(HttpRequest request) {
        return request.method().equals("GET")
                && request.target().startsWith("/")
                && !request.wantsUpgrade()
                && request.field("Accept").filter(types -> types.contains("text/html")).isPresent()
                && !hasVisited(request);
    }

    private static boolean hasVisited(HttpRequest request) {
        return request.fields().stream()
                .filter(field -> field.key().equals("cookie"))
                .flatMap(field -> Arrays.stream(field.value().split(";", -1)))
                .anyMatch(cookie -> cookie.strip().equals(VISITED));
    }

    private static HttpPlan page(HttpRequest request, String way) {
        String page = PAGE.formatted(escaped(request.host()), escaped(way + request.target()));
        return new HttpPlan.Answer(
                200,
                List.of(
                        new HttpField("Content-Type", "text/html; charset=utf-8"),
                        new HttpField("Cache-Control", "no-store"),
                        new HttpField(
                                "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'"),
                        new HttpField("X-Frame-Options", "DENY")),
                page.getBytes(UTF_8));
    }

    /**
     * @param target what was asked for first, with a slash in front
     */
    private static HttpPlan goOn(String target) {
        // two slashes would lead to another host, and some browsers take a backslash for one
        String local = "/" + target.replaceFirst("^[/\\\\]+", "");
        return new HttpPlan.Answer(
                SEE_OTHER,
                List.of(
                        new HttpField("Location", local),
                        new HttpField(
                                "Set-Cookie",
                                VISITED + "; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax"),
                        new HttpField("Cache-Control", "no-store")),
                new byte[0]);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
