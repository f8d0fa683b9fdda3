package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;

/**
 * What a head says of the length of its body, and the refusal of all that two parsers could read in
 * two ways.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6">RFC 9112, 6</a>
 */
final class BodyLength {

    /** The head says nothing. */
    static final long UNSAID = -1;

    /** The body is chunked. */
    static final long CHUNKED = -2;

    private static final int MAX_DIGITS = 18;
    private static final byte[] CHUNKED_WORD = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};

    private BodyLength() {}

    /** The length in bytes, {@link #UNSAID} or {@link #CHUNKED}. */
    static long of(byte[] bytes, Fields fields, boolean http10) throws HttpRefusal {
        int length = fields.find(FieldName.CONTENT_LENGTH, 0);
        int coding = fields.find(FieldName.TRANSFER_ENCODING, 0);
        if (coding >= 0) {
            checkCoding(fields, coding, length, http10);
            return CHUNKED;
        }
        if (length < 0) {
            return UNSAID;
        }
        if (fields.find(FieldName.CONTENT_LENGTH, length + 1) >= 0) {
            throw BadMessage.of("more than one Content-Length");
        }
        return number(bytes, fields.valueStart(length), fields.valueEnd(length));
    }

    private static void checkCoding(Fields fields, int coding, int length, boolean http10)
            throws HttpRefusal {
        if (length >= 0) {
            throw BadMessage.of("both Content-Length and Transfer-Encoding");
        }
        if (http10) {
            throw BadMessage.of("Transfer-Encoding in HTTP/1.0");
        }
        if (fields.find(FieldName.TRANSFER_ENCODING, coding + 1) >= 0) {
            throw BadMessage.of("more than one Transfer-Encoding");
        }
        if (!fields.valueIs(coding, CHUNKED_WORD)) {
            throw BadMessage.of("a Transfer-Encoding other than chunked");
        }
    }

    private static long number(byte[] bytes, int from, int to) throws HttpRefusal {
        if (from == to || to - from > MAX_DIGITS) {
            throw badNumber();
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                throw badNumber();
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static HttpRefusal badNumber() {
        return BadMessage.of(
                "a Content-Length that is no number (expected: 1 to %d digits)"
                        .formatted(MAX_DIGITS));
    }
}
