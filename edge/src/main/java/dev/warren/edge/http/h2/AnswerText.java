package dev.warren.edge.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;

/**
 * A backend's answer's head as HTTP/1.1 text, after which the connection is said to end: a channel
 * is for one request.
 *
 * @param head the text, empty line included; the caller releases it
 * @param interim whether another head follows
 * @param chunked whether the bytes behind it are framed as chunks, with room for trailers
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.2">RFC 9113, 8.3.2</a>
 */
record AnswerText(ByteBuf head, boolean interim, boolean chunked) {

    private static final int FIRST_BYTES = 512;

    /**
     * @param ended whether nothing follows
     * @param toHead whether the answer has no body, whatever it says
     */
    static AnswerText of(
            ByteBufAllocator allocator, Http2Headers headers, boolean ended, boolean toHead)
            throws RequestText.MalformedException {
        int status = status(headers);
        boolean interim = status < 200;
        if (interim && (ended || status == 101)) {
            throw new RequestText.MalformedException("status " + status);
        }
        boolean bodiless = interim || toHead || status == 204 || status == 304;
        boolean counted = headers.contains("content-length");
        boolean chunked = !bodiless && !ended && !counted;
        ByteBuf out = allocator.directBuffer(FIRST_BYTES);
        try {
            RequestText.ascii(out, "HTTP/1.1 " + status + " \r\n");
            fields(out, headers);
            if (chunked) {
                RequestText.ascii(out, "Transfer-Encoding: chunked\r\n");
            } else if (ended && !bodiless && !counted) {
                RequestText.ascii(out, "Content-Length: 0\r\n");
            }
            RequestText.ascii(out, interim ? "\r\n" : "Connection: close\r\n\r\n");
            return new AnswerText(out.retain(), interim, chunked);
        } finally {
            out.release();
        }
    }

    private static int status(Http2Headers headers) throws RequestText.MalformedException {
        CharSequence status = headers.status();
        if (status == null || !status.toString().matches("[1-5][0-9]{2}")) {
            throw new RequestText.MalformedException("no usable :status");
        }
        return Integer.parseInt(status.toString());
    }

    private static void fields(ByteBuf out, Http2Headers headers)
            throws RequestText.MalformedException {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            String name = field.getKey().toString();
            if (RequestText.isOfConnection(name)) {
                throw new RequestText.MalformedException("the field " + name);
            }
            if (!name.startsWith(":")) {
                RequestText.field(out, name, field.getValue());
            }
        }
    }
}
