package dev.warren.feeds.fulltext;

import java.util.UUID;

/**
 * A page that is to be read now.
 *
 * @param claim the right to say what came of it
 * @param tries with this one
 * @param title the item's, which is not told twice
 * @param known how long the text is that its feed has, in characters that are no blanks
 */
record Wanted(long item, UUID claim, String url, int tries, String title, int known) {}
