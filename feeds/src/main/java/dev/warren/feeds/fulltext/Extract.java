package dev.warren.feeds.fulltext;

/** What is on a page. */
sealed interface Extract {

    /**
     * An article.
     *
     * @param html as it was found: not sanitised
     * @param length of its text, in characters that are no blanks
     */
    record Article(String html, int length) implements Extract {}

    /** None; a sentence that says why. */
    record None(String reason) implements Extract {}
}
