package dev.warren.feeds.clean;

/** How much HTML is looked at, so that no text makes a large tree or takes long. */
final class Bounds {

    /** In characters. A long article with its markup has a tenth of it. */
    static final int LENGTH = 256 * 1024;

    /** How many tags, open and closing ones counted. */
    static final int TAGS = 20_000;

    /** How deep elements lie in each other: more than any text needs, few enough to recurse. */
    static final int DEPTH = 100;

    private Bounds() {}

    /** The text, or its beginning when it is too long or has too many tags. */
    static String cut(String html) {
        String bounded = html.length() > LENGTH ? html.substring(0, LENGTH) : html;
        int tags = 0;
        for (int at = bounded.indexOf('<'); at >= 0; at = bounded.indexOf('<', at + 1)) {
            if (++tags > TAGS) {
                return bounded.substring(0, at);
            }
        }
        return bounded;
    }
}
