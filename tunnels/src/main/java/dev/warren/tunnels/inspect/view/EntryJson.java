package dev.warren.tunnels.inspect.view;

import dev.warren.tunnels.inspect.Summary;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Exchanges for machines. */
public final class EntryJson {

    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private EntryJson() {}

    /** One exchange in a line. */
    public static Map<String, Object> of(Summary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", summary.id());
        json.put("at", summary.at().toString());
        json.put("tunnel", summary.place().label());
        json.put("host", summary.place().host());
        json.put("method", summary.method());
        json.put("path", summary.path());
        json.put("status", summary.status());
        json.put("millis", Math.round(summary.nanos() / NANOS * 10) / 10.0);
        json.put("requestBytes", summary.requestBytes());
        json.put("responseBytes", summary.responseBytes());
        json.put("ip", summary.ip());
        json.put("requestId", summary.requestId());
        json.put("open", summary.open());
        json.put("capture", summary.capture().words());
        return json;
    }

    /** All there is of it. */
    public static Map<String, Object> of(Shown shown) {
        Map<String, Object> json = of(shown.summary());
        json.put("request", message(shown.request(), shown.requestBody()));
        if (!shown.response().isMissing()) {
            json.put("response", message(shown.response(), shown.responseBody()));
        }
        if (!shown.events().isEmpty()) {
            json.put("events", shown.events());
        }
        if (!shown.frames().isEmpty()) {
            json.put("frames", shown.frames().stream().map(EntryJson::frame).toList());
        }
        return json;
    }

    /** A head and its body. */
    public static Map<String, Object> message(Head head, Body body) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("start", head.start());
        json.put("headers", head.fields());
        if (!body.isEmpty()) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("bytes", body.total());
            content.put("whole", body.whole());
            content.put("notes", body.notes());
            body.text()
                    .ifPresentOrElse(
                            text -> content.put("text", text),
                            () -> content.put("base64", base64(body.data())));
            json.put("body", content);
        }
        return json;
    }

    private static Map<String, Object> frame(Frame frame) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("millis", frame.millis());
        json.put("from", frame.fromVisitor() ? "visitor" : "server");
        json.put("kind", frame.kind());
        json.put("last", frame.last());
        json.put("bytes", frame.length());
        frame.text()
                .ifPresentOrElse(
                        text -> json.put("text", text),
                        () -> json.put("base64", base64(frame.payload())));
        return json;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Summaries, in order. */
    public static List<Map<String, Object>> list(List<Summary> summaries) {
        return summaries.stream().map(EntryJson::of).toList();
    }
}
