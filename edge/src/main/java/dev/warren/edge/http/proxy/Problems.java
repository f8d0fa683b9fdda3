package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of the edge's own answers: a problem document for programs, a page for browsers, a
 * line of text for everything else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class Problems {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final byte[] NONE = {};

    private enum Form {
        JSON("application/problem+json"),
        HTML("text/html; charset=utf-8"),
        TEXT("text/plain; charset=utf-8");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /**
     * What every answer of the edge's own bears.
     *
     * @param hsts a field line, or nothing
     */
    record Marks(String requestId, byte[] hsts) {

        private void addTo(StringBuilder answer) {
            field(answer, "X-Request-Id", requestId);
            answer.append(new String(hsts, StandardCharsets.US_ASCII));
        }
    }

    private Problems() {}

    /**
     * A whole answer, head and body.
     *
     * @param head null when it could not be read
     * @param fields more fields for its head
     * @param pages for browsers, where there is one that fits
     */
    static ByteBuf render(
            ByteBufAllocator allocator,
            HttpRefusal refusal,
            @Nullable RequestHead head,
            Marks marks,
            List<HttpField> fields,
            boolean close,
            ErrorPages pages) {
        if (head != null && GrpcStatus.isAskedFor(head)) {
            return grpc(allocator, refusal, head, marks, fields, close);
        }
        Form form = head == null ? Form.TEXT : form(head);
        String detail = String.valueOf(refusal.getMessage());
        String body =
                switch (form) {
                    case JSON -> json(refusal, detail, marks.requestId);
                    case HTML -> html(refusal, detail, marks.requestId);
                    case TEXT -> "%d %s: %s\n".formatted(refusal.status(), refusal.title(), detail);
                };
        byte[] own =
                form == Form.HTML && head != null
                        ? pages.of(refusal, head.authority().host(), marks.requestId)
                                .map(page -> page.getBytes(StandardCharsets.UTF_8))
                                .filter(page -> pages.admits(page.length))
                                .orElse(NONE)
                        : NONE;
        byte[] bytes = own.length > 0 ? own : body.getBytes(StandardCharsets.UTF_8);
        StringBuilder answer = new StringBuilder(512);
        answer.append("HTTP/1.1 ").append(refusal.status()).append(' ');
        answer.append(oneLine(refusal.title())).append("\r\n");
        field(answer, "Content-Type", form.mediaType);
        field(answer, "Content-Length", Integer.toString(bytes.length));
        field(answer, "Cache-Control", "no-store");
        field(answer, "X-Content-Type-Options", "nosniff");
        marks.addTo(answer);
        fields.forEach(field -> field(answer, field.name(), field.value()));
        if (form == Form.HTML) {
            field(
                    answer,
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'");
        }
        if (refusal.status() == 503) {
            field(answer, "Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
        }
        connection(answer, head, close);
        answer.append("\r\n");
        ByteBuf out = allocator.directBuffer(answer.length() + bytes.length);
        out.writeCharSequence(answer, StandardCharsets.ISO_8859_1);
        if (head == null || head.method() != RequestHead.Method.HEAD) {
            out.writeBytes(bytes);
        }
        return own.length > 0 ? pages.charged(out, own.length) : out;
    }

    private static ByteBuf grpc(
            ByteBufAllocator allocator,
            HttpRefusal refusal,
            RequestHead head,
            Marks marks,
            List<HttpField> fields,
            boolean close) {
        StringBuilder answer = new StringBuilder(512).append("HTTP/1.1 200 \r\n");
        field(answer, "Content-Type", GrpcStatus.TYPE);
        field(answer, "Grpc-Status", Integer.toString(GrpcStatus.code(refusal.status())));
        field(
                answer,
                "Grpc-Message",
                GrpcStatus.message(
                        "%d %s: %s"
                                .formatted(
                                        refusal.status(), refusal.title(), refusal.getMessage())));
        field(answer, "Content-Length", "0");
        marks.addTo(answer);
        fields.forEach(field -> field(answer, field.name(), field.value()));
        connection(answer, head, close);
        ByteBuf out = allocator.directBuffer(answer.length() + 2);
        out.writeCharSequence(answer.append("\r\n"), StandardCharsets.ISO_8859_1);
        return out;
    }

    /** A whole answer with somebody else's words. */
    static ByteBuf render(
            ByteBufAllocator allocator,
            HttpPlan.Answer words,
            RequestHead head,
            Marks marks,
            boolean close) {
        StringBuilder answer = new StringBuilder(512);
        answer.append("HTTP/1.1 ").append(words.status()).append(" \r\n");
        words.fields().forEach(field -> field(answer, field.name(), field.value()));
        field(answer, "Content-Length", Integer.toString(words.body().length));
        marks.addTo(answer);
        connection(answer, head, close);
        answer.append("\r\n");
        ByteBuf out = allocator.directBuffer(answer.length() + words.body().length);
        out.writeCharSequence(answer, StandardCharsets.ISO_8859_1);
        return head.method() == RequestHead.Method.HEAD ? out : out.writeBytes(words.body());
    }

    private static void connection(
            StringBuilder answer, @Nullable RequestHead head, boolean close) {
        if (close) {
            field(answer, "Connection", "close");
        } else if (head != null && head.isHttp10()) {
            field(answer, "Connection", "keep-alive");
        }
    }

    private static void field(StringBuilder answer, String name, String value) {
        answer.append(name).append(": ").append(value).append("\r\n");
    }

    /** The form that the visitor names first; programs that name none get text. */
    private static Form form(RequestHead head) {
        String accept = head.fields().value(FieldName.ACCEPT);
        if (accept == null) {
            return Form.TEXT;
        }
        String lower = accept.toLowerCase(Locale.ROOT);
        int json = position(lower, "json");
        int html = position(lower, "text/html");
        int text = position(lower, "text/plain");
        if (json < html && json < text) {
            return Form.JSON;
        }
        return html < text ? Form.HTML : Form.TEXT;
    }

    private static int position(String accept, String word) {
        int at = accept.indexOf(word);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static String json(HttpRefusal refusal, String detail, String requestId) {
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"requestId\":\"%s\"}\n"
                .formatted(
                        jsonText(refusal.title()),
                        refusal.status(),
                        jsonText(detail),
                        jsonText(requestId));
    }

    private static String html(HttpRefusal refusal, String detail, String requestId) {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>%1$d %2$s</title>
        <style>
        body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;\
        color:#1f2328;background:#fff}
        h1{font-size:1.3rem}small{color:#59636e}
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}small{color:#9198a1}}
        </style></head>
        <body><h1>%1$d %2$s</h1><p>%3$s</p><p><small>Request %4$s</small></p></body></html>
        """
                .formatted(
                        refusal.status(),
                        htmlText(refusal.title()),
                        htmlText(detail),
                        htmlText(requestId));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    static String htmlText(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String jsonText(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
