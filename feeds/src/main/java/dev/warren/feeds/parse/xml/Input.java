package dev.warren.feeds.parse.xml;

import java.io.IOException;
import java.io.Reader;

/** Characters with a look ahead. */
final class Input {

    static final int END = -1;

    /** How far {@link #peek} sees. */
    static final int AHEAD = 64;

    private final Reader reader;
    private final char[] buffer = new char[8192];
    private int at;
    private int end;
    private boolean ended;

    Input(Reader reader) {
        this.reader = reader;
    }

    int next() throws IOException {
        int c = peek(0);
        if (c != END) {
            at++;
        }
        return c;
    }

    /** The character {@code distance} after the next one, {@link #END} behind the last. */
    int peek(int distance) throws IOException {
        if (at + distance >= end && !ended) {
            fill();
        }
        return at + distance < end ? buffer[at + distance] : END;
    }

    void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    /** Whether this text comes next, letters in any case. */
    boolean follows(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.toLowerCase(peek(i)) != Character.toLowerCase((int) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        while (end < AHEAD && !ended) {
            int read = reader.read(buffer, end, buffer.length - end);
            if (read < 0) {
                ended = true;
            } else {
                end += read;
            }
        }
    }
}
