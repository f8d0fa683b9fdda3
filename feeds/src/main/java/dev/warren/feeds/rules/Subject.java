package dev.warren.feeds.rules;

import java.util.List;

/**
 * What rules look at. Texts are plain.
 *
 * @param content its first {@link #MOST} characters are looked at
 */
public record Subject(
        String title, String author, String url, String content, List<String> categories) {

    /** Characters of the content that are looked at. */
    public static final int MOST = 64 * 1024;

    public Subject {
        categories = List.copyOf(categories);
        content = content.length() > MOST ? content.substring(0, MOST) : content;
    }
}
