package dev.warren.tunnels.inspect;

import dev.warren.edge.http.FieldVisitor;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Writes heads down as they would be on the wire, without the values that are secret. */
final class HeadText {

    /** Stands where a value was that is not kept. */
    static final String REDACTED = "[redacted]";

    private static final byte[] INSTEAD = bytes(REDACTED);
    private static final byte[] LINE = bytes("\r\n");
    private static final byte[] COLON = bytes(": ");
    private static final int USUAL = 512;

    private final Set<String> secret;

    /** Bit n is set when a secret name has n characters, modulo 64. */
    private final long lengths;

    /**
     * @param secret names of fields whose values are not kept, in lower case
     */
    HeadText(Set<String> secret) {
        this.secret = secret;
        this.lengths = secret.stream().mapToLong(n -> 1L << n.length()).reduce(0, (a, b) -> a | b);
    }

    byte[] of(HttpRequest request) {
        var text = new Text(request.method() + " " + request.target() + " " + request.version());
        request.visitFields(text);
        return text.written();
    }

    byte[] of(HttpResponse response) {
        var text = new Text("HTTP/1.1 " + response.status() + " " + response.reason());
        response.visitFields(text);
        return text.written();
    }

    private boolean isSecret(byte[] head, int name, int nameEnd) {
        int length = nameEnd - name;
        // most names are told from secret ones by how long they are
        return (lengths >>> length & 1) != 0
                && secret.contains(
                        new String(head, name, length, StandardCharsets.ISO_8859_1)
                                .toLowerCase(Locale.ROOT));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class Text implements FieldVisitor {

        private byte[] text;
        private int length;

        Text(String start) {
            text = new byte[start.length() + USUAL];
            add(bytes(start));
        }

        @Override
        public void visit(byte[] head, int name, int nameEnd, int value, int valueEnd) {
            add(LINE);
            add(head, name, nameEnd);
            add(COLON);
            if (isSecret(head, name, nameEnd)) {
                add(INSTEAD);
            } else {
                add(head, value, valueEnd);
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
            return Arrays.copyOf(text, length);
        }
    }
}
