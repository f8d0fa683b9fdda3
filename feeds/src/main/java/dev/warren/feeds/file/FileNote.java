package dev.warren.feeds.file;

/**
 * What is to be said of a line.
 *
 * @param line from 1; 0 for the file as a whole
 */
public record FileNote(int line, String sentence) {

    /** {@code daily.txt:3: sentence}. */
    public String of(String file) {
        return (line == 0 ? file : file + ":" + line) + ": " + sentence;
    }
}
