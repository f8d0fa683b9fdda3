package dev.warren.edge.ssh.session;

import java.io.IOException;
import java.io.InputStream;

/** What somebody pressed on a terminal. */
sealed interface Key {

    /** A key with a meaning of its own. */
    enum Named implements Key {
        UP,
        DOWN,
        ENTER,
        /** Escape, or the arrow to the left. */
        BACK,
        ERASE,
        /** Ctrl-C, Ctrl-D, or the end of all input. */
        END,
        OTHER
    }

    /** A character of ASCII. */
    record Typed(char character) implements Key {}

    /**
     * Waits for one. Terminals send arrows as sequences that begin with an escape and come in one
     * piece.
     */
    static Key read(InputStream in) throws IOException {
        int octet = in.read();
        return switch (octet) {
            case -1, 3, 4 -> Named.END;
            case '\r', '\n' -> Named.ENTER;
            case 8, 127 -> Named.ERASE;
            case 27 -> in.available() == 0 ? Named.BACK : sequence(in);
            default -> octet >= ' ' && octet < 127 ? new Typed((char) octet) : Named.OTHER;
        };
    }

    private static Key sequence(InputStream in) throws IOException {
        int kind = in.read();
        if (kind != '[' && kind != 'O') {
            return Named.BACK;
        }
        int last = in.read();
        // numbers in the middle, as of function keys
        while (last >= '0' && last <= '?') {
            last = in.read();
        }
        return switch (last) {
            case 'A' -> Named.UP;
            case 'B' -> Named.DOWN;
            case 'C' -> Named.ENTER;
            case 'D' -> Named.BACK;
            case -1 -> Named.END;
            default -> Named.OTHER;
        };
    }
}
