package dev.warren.registry.web;

import dev.warren.registry.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request with its answer. Locations are told as paths, which is right behind any proxy.
 *
 * @param caller who sent it
 * @param mirror the registry whose names it uses, since it came to that one's host; empty for ours
 */
record Call(
        HttpServletRequest request,
        HttpServletResponse response,
        Route route,
        Caller caller,
        Optional<String> mirror) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The network's half of an address that is written out. */
    private static final Pattern SIX = Pattern.compile("(?:[0-9a-fA-F]{1,4}:){4}");

    /** The last value of a parameter in the query; a body is never read for it. */
    Optional<String> parameter(String name) {
        List<String> values = parameters(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** All values of a parameter in the query. */
    List<String> parameters(String name) {
        String query = request.getQueryString();
        if (query == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (key.equals(name)) {
                values.add(decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** Who it is, by account or else by address; of an IPv6 address what a customer is given. */
    String who() {
        return caller.account()
                .map(account -> account.name().value())
                .orElseGet(() -> network(request.getRemoteAddr()));
    }

    private static String network(String address) {
        Matcher four = SIX.matcher(address);
        return four.lookingAt() ? four.group() : address;
    }

    boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** Answers without a body. */
    void empty(int status) {
        response.setStatus(status);
        response.setContentLength(0);
    }

    /** Answers with JSON. */
    void json(int status, String type, Object body) throws IOException {
        bytes(status, type, JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with {@code body}, or with its length only if that is what was asked. */
    void bytes(int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setHeader("Content-Type", type);
        response.setContentLength(body.length);
        if (!isHead()) {
            response.getOutputStream().write(body);
        }
    }

    /** Whether {@code If-None-Match} names {@code etag}. */
    boolean isKnown(String etag) {
        String known = request.getHeader("If-None-Match");
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::strip)
                        .anyMatch(tag ->
                                tag.equals(etag) || tag.equals("W/" + etag) || tag.equals("*"));
    }
}
