package dev.warren.edge.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the {@code Connection} fields of a head ask for.
 *
 * @param close the sender wants the connection closed
 * @param keepAlive the sender says that it keeps the connection
 * @param upgrade the sender wants another protocol
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>
 */
record Connection(boolean close, boolean keepAlive, boolean upgrade) {

    private static final Connection UNSAID = new Connection(false, false, false);
    private static final Connection CLOSE = new Connection(true, false, false);
    private static final Connection KEEP_ALIVE = new Connection(false, true, false);
    private static final Connection UPGRADE = new Connection(false, false, true);
    private static final byte[] CLOSE_WORD = {'c', 'l', 'o', 's', 'e'};
    private static final byte[] KEEP_ALIVE_WORD = {
        'k', 'e', 'e', 'p', '-', 'a', 'l', 'i', 'v', 'e'
    };
    private static final byte[] UPGRADE_WORD = {'u', 'p', 'g', 'r', 'a', 'd', 'e'};

    /** Reads the fields and marks the ones that they name as {@link FieldName#LISTED}. */
    static Connection read(Fields fields) {
        int field = fields.find(FieldName.CONNECTION, 0);
        if (field < 0) {
            return UNSAID;
        }
        if (fields.find(FieldName.CONNECTION, field + 1) < 0) {
            if (fields.valueIs(field, KEEP_ALIVE_WORD)) {
                return KEEP_ALIVE;
            }
            if (fields.valueIs(field, CLOSE_WORD)) {
                return CLOSE;
            }
            if (fields.valueIs(field, UPGRADE_WORD)) {
                return UPGRADE;
            }
        }
        return readLists(fields, field);
    }

    private static Connection readLists(Fields fields, int first) {
        boolean close = false;
        boolean keepAlive = false;
        boolean upgrade = false;
        for (int i = first; i >= 0; i = fields.find(FieldName.CONNECTION, i + 1)) {
            for (String word : fields.value(i).toLowerCase(Locale.ROOT).split("[, \t]+", -1)) {
                switch (word) {
                    case "close" -> close = true;
                    case "keep-alive" -> keepAlive = true;
                    case "upgrade" -> upgrade = true;
                    default -> fields.list(word.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return new Connection(close, keepAlive, upgrade);
    }
}
