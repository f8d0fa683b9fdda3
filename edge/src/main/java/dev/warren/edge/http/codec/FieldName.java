package dev.warren.edge.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The field names that the edge reads, replaces or removes; all others are {@link #OTHER}. */
public enum FieldName {
    OTHER,
    /** A field that the {@code Connection} field names, so that it goes no further. */
    LISTED,
    /** A known name spelt with underscores, which some backends take for the same name. */
    DISGUISED,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    PROXY_AUTHORIZATION,
    PROXY_AUTHENTICATE,
    TE,
    TRAILER,
    UPGRADE,
    HTTP2_SETTINGS,
    EXPECT,
    FORWARDED,
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    X_FORWARDED_PREFIX,
    X_FORWARDED_SERVER,
    X_FORWARDED_SSL,
    X_REAL_IP,
    X_REQUEST_ID,
    X_WARREN_FILE,
    X_WARREN_FILE_RANGE,
    X_WARREN_FILL,
    ACCEPT,
    USER_AGENT,
    RANGE,
    IF_RANGE,
    ETAG,
    LAST_MODIFIED,
    CONTENT_RANGE,
    ACCEPT_RANGES,
    STRICT_TRANSPORT_SECURITY;

    private static final int LONGEST = 32;
    private static final FieldName[] ALL = values();
    private static final FieldName[][] BY_LENGTH = new FieldName[LONGEST][];

    static {
        for (int length = 0; length < LONGEST; length++) {
            int wanted = length;
            BY_LENGTH[length] =
                    Arrays.stream(ALL)
                            .filter(n -> n.compareTo(DISGUISED) > 0 && n.lower.length == wanted)
                            .toArray(FieldName[]::new);
        }
    }

    private final byte[] lower =
            name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.US_ASCII);

    /** This name's bit in the masks that {@link Fields#copyTo} takes. */
    public long bit() {
        return 1L << ordinal();
    }

    /** The bits of all {@code names}. */
    public static long mask(FieldName... names) {
        long mask = 0;
        for (FieldName name : names) {
            mask |= name.bit();
        }
        return mask;
    }

    static FieldName at(int ordinal) {
        return ALL[ordinal];
    }

    /** The name in a range of token bytes, in any case. */
    static FieldName of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= LONGEST) {
            return OTHER;
        }
        for (FieldName candidate : BY_LENGTH[length]) {
            int match = candidate.match(bytes, from);
            if (match != 0) {
                return match > 0 ? candidate : DISGUISED;
            }
        }
        return OTHER;
    }

    /** 1 when equal, -1 when equal but for underscores, 0 otherwise. */
    private int match(byte[] bytes, int from) {
        int result = 1;
        for (int i = 0; i < lower.length; i++) {
            // token bytes only: setting this bit folds letters and leaves digits and hyphens alone
            byte octet = (byte) (bytes[from + i] | 0x20);
            if (octet != lower[i]) {
                if (lower[i] != '-' || bytes[from + i] != '_') {
                    return 0;
                }
                result = -1;
            }
        }
        return result;
    }
}
