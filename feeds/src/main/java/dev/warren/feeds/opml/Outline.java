package dev.warren.feeds.opml;

/**
 * A feed in a list.
 *
 * @param title empty where the list has none
 * @param feed its address as the list has it
 * @param folder the names of the folders around it, joined by {@code /}; empty for none
 */
public record Outline(String title, String feed, String site, String folder) {}
