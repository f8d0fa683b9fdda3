package dev.warren.edge.http.codec;

/**
 * Which bytes may stand where in HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, 5.6.2</a>
 */
public final class Octets {

    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HT = '\t';

    public static final int TOKEN = 1;
    public static final int VALUE = 2;
    public static final int TARGET = 4;
    static final int HOST = 8;
    static final int ADDRESS = 16;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0x21; c <= 0xff; c++) {
            if (c != 0x7f) {
                CLASSES[c] |= VALUE | TARGET;
            }
        }
        CLASSES[SP] |= VALUE;
        CLASSES[HT] |= VALUE;
        CLASSES['#'] &= ~TARGET;
        mark("!#$%&'*+-.^_`|~", TOKEN);
        mark("-._", HOST);
        mark(":.abcdefABCDEF0123456789", ADDRESS);
        for (char c = '0'; c <= '9'; c++) {
            CLASSES[c] |= TOKEN | HOST;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            CLASSES[c] |= TOKEN | HOST;
            CLASSES[c - 0x20] |= TOKEN | HOST;
        }
    }

    private Octets() {}

    private static void mark(String chars, int octetClass) {
        for (int i = 0; i < chars.length(); i++) {
            CLASSES[chars.charAt(i)] |= (byte) octetClass;
        }
    }

    /** Whether {@code octet} is of the class: {@link #TOKEN}, {@link #VALUE} or {@link #TARGET}. */
    public static boolean is(int octetClass, byte octet) {
        return (CLASSES[octet & 0xff] & octetClass) != 0;
    }

    static boolean isBlank(byte octet) {
        return octet == SP || octet == HT;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** 0 to 15, or -1 for what is no hexadecimal digit. */
    static int hex(byte octet) {
        return switch (octet) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> octet - '0';
            case 'a', 'b', 'c', 'd', 'e', 'f' -> octet - 'a' + 10;
            case 'A', 'B', 'C', 'D', 'E', 'F' -> octet - 'A' + 10;
            default -> -1;
        };
    }

    /**
     * Whether the range equals {@code lower}, which is in lower case, whatever the range's case.
     */
    static boolean equalsLower(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range holds {@code name} in any case of its ASCII letters. */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(bytes[from + i] & 0xff) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet;
    }

    /** A byte as it may be shown to people: {@code 0x00}. */
    static String show(byte octet) {
        return "0x%02x".formatted(octet & 0xff);
    }
}
