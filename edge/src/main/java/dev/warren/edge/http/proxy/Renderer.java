package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.Fields;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.file.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads as they go on: what concerned only one hop is left out, everything else is copied as
 * it came, in its order and case.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>
 */
final class Renderer {

    private static final long HOP_BY_HOP =
            FieldName.mask(
                    FieldName.LISTED,
                    FieldName.CONNECTION,
                    FieldName.KEEP_ALIVE,
                    FieldName.PROXY_CONNECTION,
                    FieldName.TE,
                    FieldName.UPGRADE,
                    FieldName.HTTP2_SETTINGS,
                    FieldName.X_WARREN_FILE,
                    FieldName.X_WARREN_FILE_RANGE,
                    FieldName.X_WARREN_FILL);
    private static final long NOT_FOR_BACKENDS =
            HOP_BY_HOP
                    | FieldName.mask(
                            FieldName.DISGUISED,
                            FieldName.PROXY_AUTHORIZATION,
                            FieldName.FORWARDED,
                            FieldName.X_FORWARDED_FOR,
                            FieldName.X_FORWARDED_PROTO,
                            FieldName.X_FORWARDED_HOST,
                            FieldName.X_FORWARDED_PORT,
                            FieldName.X_FORWARDED_SERVER,
                            FieldName.X_FORWARDED_SSL,
                            FieldName.X_REAL_IP,
                            FieldName.X_REQUEST_ID);
    private static final int SMALL_CHANGE = 128;

    private static final byte[] HTTP_11 = ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS_LINE = ascii("HTTP/1.1 ");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] TRAILERS = ascii("TE: trailers\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n\r\n");
    private static final byte[] GO_ON = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] END = ascii("\r\n");

    /** What a response says about the visitor's connection. */
    enum Persistence {
        /** It goes on, which HTTP/1.1 takes for granted. */
        UNSAID,
        /** It goes on, which HTTP/1.0 must be told. */
        KEEP_ALIVE,
        /** It ends with this answer. */
        CLOSE
    }

    private Renderer() {}

    /** Tells a visitor who waits for it to send the body. */
    static ByteBuf goOn() {
        return Unpooled.wrappedBuffer(GO_ON);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A request's head for a backend, with room for {@code extra} bytes behind it.
     *
     * @param head what the backend gets, edited perhaps
     * @param asked what the visitor sent, of which the forwarding fields tell
     */
    static ByteBuf request(
            ByteBufAllocator allocator,
            RequestHead head,
            SeenRequest asked,
            Visitor visitor,
            int extra) {
        Fields fields = head.fields();
        int room = visitor.isTrusted() ? 2 * asked.head().size() : 0;
        String requestId = asked.requestId();
        ByteBuf out =
                allocator.directBuffer(
                        head.size() + visitor.room() + requestId.length() + room + extra);
        head.copyStartTo(out);
        out.writeBytes(HTTP_11);
        long without = NOT_FOR_BACKENDS;
        if (!visitor.isTrusted()) {
            without |= FieldName.X_FORWARDED_PREFIX.bit();
        }
        if (head.isHttp10()) {
            without |= FieldName.EXPECT.bit();
        }
        fields.copyTo(out, without);
        if (head.wantsUpgrade()) {
            out.writeBytes(UPGRADE);
            fields.copyValue(fields.find(FieldName.UPGRADE, 0), out);
            out.writeBytes(END);
        }
        if (head.takesTrailers()) {
            out.writeBytes(TRAILERS);
        }
        visitor.copyTo(asked.head(), requestId, out);
        return out.writeBytes(END);
    }

    /**
     * A response's head for the visitor, with room for {@code extra} bytes behind it.
     *
     * @param hsts a field line that is added where the backend has not its own
     */
    static ByteBuf response(
            ByteBufAllocator allocator,
            ResponseHead head,
            boolean withoutChunks,
            Persistence persistence,
            byte[] hsts,
            int extra) {
        ByteBuf out = allocator.directBuffer(head.size() + SMALL_CHANGE + hsts.length + extra);
        out.writeBytes(STATUS_LINE);
        head.copyStatusTo(out);
        out.writeBytes(END);
        long without = HOP_BY_HOP;
        if (withoutChunks) {
            without |= FieldName.mask(FieldName.TRANSFER_ENCODING, FieldName.TRAILER);
        }
        if (head.status() < 200 || head.status() == 204) {
            without |= FieldName.mask(FieldName.TRANSFER_ENCODING, FieldName.CONTENT_LENGTH);
        }
        head.fields().copyTo(out, without);
        addHsts(head, hsts, out);
        return switch (persistence) {
            case UNSAID -> out.writeBytes(END);
            case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
            case CLOSE -> out.writeBytes(CLOSE);
        };
    }

    private static void addHsts(ResponseHead head, byte[] hsts, ByteBuf out) {
        if (hsts.length > 0 && !head.fields().has(FieldName.STRICT_TRANSPORT_SECURITY)) {
            out.writeBytes(hsts);
        }
    }

    /**
     * The head of an answer whose body is a file.
     *
     * @param hsts a field line that is added where the platform has not its own
     * @param http10 whether the visitor speaks HTTP/1.0; null when its connection ends here
     */
    static ByteBuf file(
            ByteBufAllocator allocator,
            ResponseHead head,
            OpenFile.Plan plan,
            byte[] hsts,
            @Nullable Boolean http10) {
        ByteBuf out = allocator.directBuffer(head.size() + 3 * SMALL_CHANGE + hsts.length);
        out.writeBytes(STATUS_LINE);
        if (plan.status() == null) {
            head.copyStatusTo(out);
        } else {
            out.writeCharSequence(plan.status(), StandardCharsets.US_ASCII);
        }
        out.writeBytes(END);
        long without =
                HOP_BY_HOP
                        | FieldName.mask(
                                FieldName.TRANSFER_ENCODING,
                                FieldName.CONTENT_LENGTH,
                                FieldName.ACCEPT_RANGES);
        String range = "";
        if (plan.contentRange() != null) {
            without |= FieldName.CONTENT_RANGE.bit();
            range = "Content-Range: " + plan.contentRange() + "\r\n";
        }
        head.fields().copyTo(out, without);
        addHsts(head, hsts, out);
        out.writeCharSequence(
                "Accept-Ranges: bytes\r\n%sContent-Length: %d\r\n".formatted(range, plan.length()),
                StandardCharsets.US_ASCII);
        if (http10 == null) {
            return out.writeBytes(CLOSE);
        }
        return out.writeBytes(http10 ? KEEP_ALIVE : END);
    }

    /** The head of 101, after which the connection speaks what the two ends agreed on. */
    static ByteBuf switching(ByteBufAllocator allocator, ResponseHead head) {
        Fields fields = head.fields();
        ByteBuf out = allocator.directBuffer(head.size() + SMALL_CHANGE);
        out.writeBytes(STATUS_LINE);
        head.copyStatusTo(out);
        out.writeBytes(END);
        fields.copyTo(
                out,
                HOP_BY_HOP | FieldName.mask(FieldName.TRANSFER_ENCODING, FieldName.CONTENT_LENGTH));
        int upgrade = fields.find(FieldName.UPGRADE, 0);
        if (upgrade >= 0) {
            out.writeBytes(UPGRADE);
            fields.copyValue(upgrade, out);
            out.writeBytes(END);
        }
        return out.writeBytes(END);
    }
}
