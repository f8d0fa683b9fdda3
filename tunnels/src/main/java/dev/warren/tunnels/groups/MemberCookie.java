package dev.warren.tunnels.groups;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.util.Arrays;
import java.util.List;

/** The cookie that brings a visitor back to the same member. */
final class MemberCookie {

    private static final String NAME = "warren-member=";

    private MemberCookie() {}

    /** What the visitor was told before. */
    static List<String> of(HttpRequest request) {
        return request.fields().stream()
                .filter(field -> field.key().equals("cookie"))
                .flatMap(field -> Arrays.stream(field.value().split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(NAME))
                .map(cookie -> cookie.substring(NAME.length()))
                .toList();
    }

    /** {@code edits} with the cookie beside those that the server behind the tunnel sets. */
    static HttpEdits with(HttpEdits edits, String token, String path) {
        var field =
                new HttpField(
                        "Set-Cookie",
                        "%s%s; Path=%s; HttpOnly; SameSite=Lax".formatted(NAME, token, path));
        return edits.withMoreResponse(field);
    }
}
