package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRefusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes changed copies of heads. A copy is parsed again, so it obeys the same rules as one from the
 * wire.
 */
public final class EditedHeads {

    private static final String LINE_END = "\r\n";

    private static final Set<String> PACKED_WITHOUT =
            Set.of("accept-ranges", "content-length", "etag", "transfer-encoding");

    private EditedHeads() {}

    /** A request's head after its edits. */
    public static RequestHead request(RequestHead head, HttpEdits edits, HeadLimits limits)
            throws HttpRefusal {
        StringBuilder out = new StringBuilder(head.size() + 256);
        line(
                out,
                "%s %s HTTP/1.%d"
                        .formatted(
                                head.methodName(),
                                edits.target().orElseGet(() -> head.target(Integer.MAX_VALUE)),
                                head.isHttp10() ? 0 : 1));
        Optional<HttpField> host = edits.host().map(name -> new HttpField("Host", name));
        host.ifPresent(field -> line(out, field));
        for (int i = 0; i < head.fields().count(); i++) {
            boolean replaced = host.isPresent() && head.fields().name(i) == FieldName.HOST;
            if (!replaced) {
                keep(out, head.fields(), i, edits.requestWithout());
            }
        }
        return new RequestParser(roomy(limits)).parse(end(out, edits.requestWith()));
    }

    /** A response's head after its edits. */
    public static ResponseHead response(ResponseHead head, HttpEdits edits, HeadLimits limits)
            throws HttpRefusal {
        return rewritten(
                head, head.isHttp10(), edits.responseWithout(), edits.responseWith(), limits);
    }

    private static ResponseHead rewritten(
            ResponseHead head,
            boolean old,
            Set<String> without,
            List<HttpField> with,
            HeadLimits limits)
            throws HttpRefusal {
        StringBuilder out = new StringBuilder(head.size() + 256);
        line(out, "HTTP/1.%d %d %s".formatted(old ? 0 : 1, head.status(), head.reason()));
        for (int i = 0; i < head.fields().count(); i++) {
            keep(out, head.fields(), i, without);
        }
        return ResponseHead.parse(end(out, with), roomy(limits));
    }

    /**
     * A response's head whose body is packed on its way, or could be for others: caches are told
     * that it depends on who asks.
     *
     * @param packed whether it is packed: as gzip in chunks, so it is another body with another tag
     *     and without ranges
     */
    public static ResponseHead compressed(ResponseHead head, boolean packed, HeadLimits limits)
            throws HttpRefusal {
        Optional<String> tag = head.fields().find("etag").filter(value -> packed);
        Set<String> without = packed ? PACKED_WITHOUT : Set.of();
        Stream<HttpField> packing =
                packed
                        ? Stream.of(
                                new HttpField("Content-Encoding", "gzip"),
                                new HttpField("Transfer-Encoding", "chunked"))
                        : Stream.empty();
        Stream<HttpField> weak =
                tag
                        .map(value -> value.startsWith("W/") ? value : "W/" + value)
                        .map(value -> new HttpField("ETag", value))
                        .stream();
        return rewritten(
                head,
                head.isHttp10() && !packed,
                without,
                Stream.of(Stream.of(new HttpField("Vary", "Accept-Encoding")), packing, weak)
                        .flatMap(fields -> fields)
                        .toList(),
                limits);
    }

    private static void keep(StringBuilder out, Fields fields, int index, Set<String> without) {
        HttpField field = fields.field(index);
        if (!without.contains(field.key())) {
            line(out, field);
        }
    }

    private static byte[] end(StringBuilder out, List<HttpField> with) {
        with.forEach(field -> line(out, field));
        out.append(LINE_END);
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder out, HttpField field) {
        line(out, field.name() + ": " + field.value());
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append(LINE_END);
    }

    /** A visitor whose own head just fits is not to pay for what was added to it. */
    private static HeadLimits roomy(HeadLimits limits) {
        return new HeadLimits(2 * limits.bytes(), 2 * limits.target(), limits.fields() + 64);
    }
}
