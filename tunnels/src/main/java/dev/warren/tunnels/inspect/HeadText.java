package dev.warren.tunnels.inspect;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Writes heads down as they were on the wire, without the values that are secret. */
final class HeadText {

    /** Stands where a value was that is not kept. */
    static final String REDACTED = "[redacted]";

    private static final byte[] INSTEAD = bytes(REDACTED);
    private static final byte[] LINE = bytes("\r\n");
    private static final byte[] HEAD_END = bytes("\r\n\r\n");
    private static final byte[] COLON = bytes(": ");
    private static final byte[] NONE = {};
    private static final int CASE = 'a' - 'A';

    private static final byte[] TYPE = bytes("content-type");
    private static final byte[] EVENTS = bytes("text/event-stream");

    private final byte[][] secret;

    /**
     * @param secret names of fields whose values are not kept, in lower case
     */
    HeadText(Set<String> secret) {
        this.secret = secret.stream().map(HeadText::bytes).toArray(byte[][]::new);
    }

    /**
     * A head as it is kept.
     *
     * @param bytes with the empty line at its end; to be read only
     * @param events whether it announces server-sent events
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(byte[] bytes, boolean events) {}

    /** A copy of what is kept, without the empty line. */
    static byte[] lines(byte[] head) {
        return Arrays.copyOf(head, Math.max(0, head.length - HEAD_END.length));
    }

    /**
     * @param target the request's
     */
    byte[] of(HttpRequest request, String target) {
        var look = new Look();
        request.visitFields(look);
        Optional<byte[]> wire = request.wire();
        String method = request.method();
        String version = request.version();
        // a proxy's request names the host in its first line
        boolean plain = look.start == method.length() + target.length() + version.length() + 4;
        if (plain && !look.secret && wire.isPresent()) {
            return wire.get();
        }
        var text = new Text(bytes(method + " " + target + " " + version));
        request.visitFields(text);
        return text.written();
    }

    Written of(HttpResponse response) {
        var look = new Look();
        response.visitFields(look);
        Optional<byte[]> wire = response.wire();
        if (!look.secret && wire.isPresent()) {
            return new Written(wire.get(), look.events);
        }
        // the version is the server's, which nothing but the wire tells
        var text =
                new Text(
                        wire.map(head -> Arrays.copyOf(head, look.start - LINE.length))
                                .orElseGet(() -> statusLine(response)));
        response.visitFields(text);
        return new Written(text.written(), look.events);
    }

    private static byte[] statusLine(HttpResponse response) {
        return bytes("HTTP/1.1 " + response.status() + " " + response.reason());
    }

    private boolean isSecret(byte[] head, int name, int nameEnd) {
        for (byte[] one : secret) {
            if (nameEnd - name == one.length && begins(head, name, nameEnd, one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what is there begins with {@code lower}, in any case. */
    private static boolean begins(byte[] head, int from, int to, byte[] lower) {
        if (to - from < lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            byte b = head[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + CASE : b) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What has to be known of a head before it is kept. */
    private final class Look implements FieldVisitor {

        /** Where the first field begins. */
        private int start;

        private boolean secret;
        private boolean events;

        @Override
        public void visit(byte[] head, int name, int nameEnd, int value, int valueEnd) {
            if (start == 0) {
                start = name;
            }
            secret |= isSecret(head, name, nameEnd);
            if (nameEnd - name == TYPE.length && begins(head, name, nameEnd, TYPE)) {
                events |= begins(head, value, valueEnd, EVENTS);
            }
        }
    }

    /** Lines that follow one another in a head are copied together, as they came. */
    private final class Text implements FieldVisitor {

        private byte[] text;
        private int length;
        private byte[] lines = NONE;
        private int linesFrom;
        private int linesTo;

        Text(byte[] start) {
            text = start;
            length = text.length;
        }

        @Override
        public void visit(byte[] head, int name, int nameEnd, int value, int valueEnd) {
            boolean secret = isSecret(head, name, nameEnd);
            // there may be no colon where the field was no line of a head
            if (secret || value == nameEnd) {
                addLines();
                add(LINE);
                add(head, name, nameEnd);
                add(COLON);
                add(secret ? INSTEAD : Arrays.copyOfRange(head, value, valueEnd));
            } else {
                if (head != lines || name != linesTo + LINE.length) {
                    addLines();
                    lines = head;
                    linesFrom = name;
                }
                linesTo = valueEnd;
            }
        }

        private void addLines() {
            if (linesTo > linesFrom) {
                add(LINE);
                add(lines, linesFrom, linesTo);
                lines = NONE;
                linesTo = linesFrom;
            }
        }

        private void add(byte[] bytes) {
            add(bytes, 0, bytes.length);
        }

        private void add(byte[] bytes, int from, int to) {
            int more = to - from;
            if (length + more > text.length) {
                text = Arrays.copyOf(text, Math.max(length + more, 2 * text.length));
            }
            System.arraycopy(bytes, from, text, length, more);
            length += more;
        }

        byte[] written() {
            addLines();
            add(HEAD_END);
            return length == text.length ? text : Arrays.copyOf(text, length);
        }
    }
}
