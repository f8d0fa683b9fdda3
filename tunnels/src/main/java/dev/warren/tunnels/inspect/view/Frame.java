package dev.warren.tunnels.inspect.view;

import dev.warren.tunnels.inspect.Stretch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One WebSocket frame.
 *
 * @param millis when it began to come, since the exchange began
 * @param fromVisitor its direction
 * @param kind {@code text}, {@code binary}, {@code continuation}, {@code close}, {@code ping},
 *     {@code pong} or a number
 * @param last whether it ends its message
 * @param packed whether its payload is compressed
 * @param length the payload's length
 * @param payload as much of the payload as was kept, without its mask
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, 5.2</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Frame(
        long millis,
        boolean fromVisitor,
        String kind,
        boolean last,
        boolean packed,
        long length,
        byte[] payload) {

    private static final int MOST = 1000;
    private static final int MASK = 4;

    /** The frames of one direction, at most 1,000. */
    static List<Frame> read(Stretch stretch, boolean fromVisitor) {
        List<Frame> frames = new ArrayList<>();
        byte[] wire = stretch.bytes();
        int position = 0;
        while (position + 1 < wire.length && frames.size() < MOST) {
            boolean masked = (wire[position + 1] & 0x80) != 0;
            int extra = extra(wire[position + 1] & 0x7f);
            int from = position + 2 + extra + (masked ? MASK : 0);
            if (from > wire.length) {
                break;
            }
            long length =
                    extra == 0 ? wire[position + 1] & 0x7f : number(wire, position + 2, extra);
            int end = length < 0 || length > wire.length - from ? wire.length : from + (int) length;
            byte[] payload = Arrays.copyOfRange(wire, from, end);
            if (masked) {
                unmask(payload, wire, from - MASK);
            }
            frames.add(
                    new Frame(
                            stretch.millisAt(position),
                            fromVisitor,
                            kind(wire[position] & 0x0f),
                            (wire[position] & 0x80) != 0,
                            (wire[position] & 0x40) != 0,
                            length,
                            payload));
            position = end;
        }
        return frames;
    }

    /** The payload as text, when it is a text message's and not compressed. */
    public Optional<String> text() {
        boolean text = !packed && (kind.equals("text") || kind.equals("continuation"));
        return text ? Optional.of(new String(payload, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static int extra(int length) {
        return switch (length) {
            case 126 -> Short.BYTES;
            case 127 -> Long.BYTES;
            default -> 0;
        };
    }

    private static long number(byte[] wire, int from, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | wire[from + i] & 0xff;
        }
        return number;
    }

    private static void unmask(byte[] payload, byte[] wire, int mask) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= wire[mask + i % MASK];
        }
    }

    private static String kind(int opcode) {
        return switch (opcode) {
            case 0 -> "continuation";
            case 1 -> "text";
            case 2 -> "binary";
            case 8 -> "close";
            case 9 -> "ping";
            case 10 -> "pong";
            default -> Integer.toString(opcode);
        };
    }
}
