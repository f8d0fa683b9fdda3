package dev.warren.edge.ssh.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits the command of an {@code exec} into words as a shell would: blanks separate, single quotes
 * keep everything, double quotes keep everything but a backslash before {@code "} or {@code \}, a
 * backslash outside keeps the next character. Nothing is expanded.
 */
final class ExecLine {

    static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_WORDS = 256;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ExecLine(String line) {
        this.line = line;
    }

    /** The words; empty when a quote is not closed, or there are too many words. */
    static Optional<List<String>> split(String line) {
        return new ExecLine(line).split();
    }

    private Optional<List<String>> split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            boolean closed = true;
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> closed = quoted('\'');
                case '"' -> closed = quoted('"');
                case '\\' -> {
                    inWord = true;
                    if (at < line.length()) {
                        word.append(line.charAt(at++));
                    }
                }
                default -> {
                    inWord = true;
                    word.append(c);
                }
            }
            if (!closed || words.size() > MAX_WORDS) {
                return Optional.empty();
            }
        }
        endWord();
        return Optional.of(List.copyOf(words));
    }

    private boolean quoted(char quote) {
        inWord = true;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c == '\\' && quote == '"' && at < line.length() && isEscapable(line.charAt(at))) {
                c = line.charAt(at++);
            }
            word.append(c);
        }
        return false;
    }

    private static boolean isEscapable(char c) {
        return c == '"' || c == '\\';
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
