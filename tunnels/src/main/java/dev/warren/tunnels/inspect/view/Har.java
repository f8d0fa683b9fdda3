package dev.warren.tunnels.inspect.view;

import dev.warren.edge.http.HttpField;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exchanges as an HTTP archive, which browsers' tools read. It is written in pieces, so that only
 * one exchange at a time is in memory.
 *
 * @see <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>
 */
public final class Har {

    /** Goes before the first exchange. */
    public static final String BEGIN =
            "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Warren\",\"version\":\"1\"},\"entries\":[";

    /** Goes after the last one; a comma goes between two. */
    public static final String END = "]}}";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Har() {}

    /**
     * One exchange, on one line of ASCII.
     *
     * @param base the tunnel's URL without a slash at its end
     */
    public static String entry(Shown shown, String base) {
        double millis = shown.summary().nanos() / NANOS;
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("startedDateTime", shown.summary().at().toString());
        entry.put("time", millis);
        entry.put("request", request(shown, base));
        entry.put("response", response(shown));
        entry.put("cache", Map.of());
        entry.put("timings", Map.of("send", 0, "wait", millis, "receive", 0));
        entry.put("comment", comment(shown));
        if (!shown.frames().isEmpty()) {
            entry.put("_resourceType", "websocket");
            entry.put(
                    "_webSocketMessages",
                    shown.frames().stream().map(f -> frame(shown, f)).toList());
        }
        return MAPPER.writeValueAsString(entry).replace("\u007f", "\\u007f");
    }

    private static String comment(Shown shown) {
        List<String> words = new ArrayList<>(List.of(shown.summary().id()));
        words.add(shown.summary().capture().words());
        words.addAll(shown.requestBody().notes());
        words.addAll(shown.responseBody().notes());
        words.removeIf(String::isEmpty);
        return String.join("; ", words);
    }

    private static Map<String, Object> request(Shown shown, String base) {
        Head head = shown.request();
        Map<String, Object> json = new LinkedHashMap<>();
        String target = head.isMissing() ? shown.summary().path() : head.target();
        json.put("method", shown.summary().method());
        json.put("url", base + target);
        json.put("httpVersion", head.start().endsWith("HTTP/1.0") ? "HTTP/1.0" : "HTTP/1.1");
        json.put("cookies", List.of());
        json.put("headers", fields(head));
        json.put("queryString", query(target));
        json.put("headersSize", -1);
        json.put("bodySize", shown.requestBody().total());
        if (!shown.requestBody().isEmpty()) {
            Body body = shown.requestBody();
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("mimeType", body.type());
            data.put("text", body.text().orElseGet(() -> EntryJson.base64(body.data())));
            if (body.text().isEmpty()) {
                data.put("_encoding", "base64");
            }
            json.put("postData", data);
        }
        return json;
    }

    private static Map<String, Object> response(Shown shown) {
        Body body = shown.responseBody();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("size", body.data().length);
        content.put("mimeType", body.type());
        body.text()
                .ifPresentOrElse(
                        text -> content.put("text", text),
                        () -> {
                            content.put("text", EntryJson.base64(body.data()));
                            content.put("encoding", "base64");
                        });
        String start = shown.response().start();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", shown.summary().status());
        json.put("statusText", start.length() > 13 ? start.substring(13) : "");
        json.put("httpVersion", "HTTP/1.1");
        json.put("cookies", List.of());
        json.put("headers", fields(shown.response()));
        json.put("content", content);
        json.put("redirectURL", shown.response().find("Location").orElse(""));
        json.put("headersSize", -1);
        json.put("bodySize", body.total());
        return json;
    }

    private static List<HttpField> fields(Head head) {
        return head.fields();
    }

    private static List<Map<String, String>> query(String target) {
        int mark = target.indexOf('?');
        List<Map<String, String>> pairs = new ArrayList<>();
        String query = mark < 0 ? "" : target.substring(mark + 1);
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(Map.of("name", plain(name), "value", plain(value)));
            }
        }
        return pairs;
    }

    private static String plain(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return encoded;
        }
    }

    private static Map<String, Object> frame(Shown shown, Frame frame) {
        double at = shown.summary().at().toEpochMilli() + frame.millis();
        return Map.of(
                "type",
                frame.fromVisitor() ? "send" : "receive",
                "time",
                at / 1000,
                "opcode",
                frame.kind().equals("binary") ? 2 : 1,
                "data",
                frame.text().orElseGet(() -> EntryJson.base64(frame.payload())));
    }
}
