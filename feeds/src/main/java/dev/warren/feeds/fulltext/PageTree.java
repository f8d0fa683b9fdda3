package dev.warren.feeds.fulltext;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.warren.feeds.parse.charset.EncodingFinder;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Makes trees of pages that are bounded while they grow: a page of nothing but tags, or of tags
 * that make browsers repeat others, ends where there are enough.
 */
final class PageTree {

    /** Elements that are looked at; a long article with all that is around it has a fifth of it. */
    static final int ELEMENTS = 20_000;

    /** How deep elements lie in each other. */
    static final int DEPTH = 200;

    /** Brackets that are looked at, most of which begin a tag or end it. */
    private static final int BRACKETS = 5 * ELEMENTS;

    /** Where pages say how they are written. */
    private static final int HEAD = 4096;

    private static final Pattern CHARSET =
            Pattern.compile(
                    "<meta[^>]{0,200}?charset\\s*=\\s*[\"']?\\s*([\\w.:-]{1,40})",
                    Pattern.CASE_INSENSITIVE);

    private PageTree() {}

    /** What a tree of {@code page} takes at most besides the page, in bytes. */
    static long weight(int page) {
        // its text, once more when it is written, and again when that is sanitised
        return 3L * page + 300L * ELEMENTS;
    }

    /**
     * The tree.
     *
     * @param contentType the header, empty where there is none
     */
    static Document parse(byte[] page, String contentType, String url) {
        Parser html = Parser.htmlParser().setMaxDepth(DEPTH);
        try (Reader text = EncodingFinder.find(page, labelled(page, contentType)).reader(page);
                StreamParser parser = new StreamParser(html).parse(new Bounded(text), url)) {
            Iterator<Element> elements = parser.iterator();
            for (int count = 0; count < ELEMENTS && elements.hasNext(); count++) {
                elements.next();
            }
            return parser.document();
        } catch (IOException impossible) {
            throw new IllegalStateException("memory that cannot be read", impossible);
        }
    }

    /**
     * Ends after so many brackets: where they begin no tags, the parser adds each to the text
     * before it, which takes longer the longer that is.
     */
    private static final class Bounded extends FilterReader {

        private int left = BRACKETS;

        Bounded(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] to, int from, int most) throws IOException {
            int count = left <= 0 ? -1 : in.read(to, from, most);
            for (int i = from; i < from + count; i++) {
                if (to[i] == '<' || to[i] == '&') {
                    left--;
                }
            }
            return count;
        }
    }

    private static String labelled(byte[] page, String contentType) {
        if (contentType.toLowerCase(Locale.ROOT).contains("charset")) {
            return contentType;
        }
        Matcher meta =
                CHARSET.matcher(new String(page, 0, Math.min(page.length, HEAD), ISO_8859_1));
        return meta.find() ? "text/html; charset=" + meta.group(1) : "text/html";
    }
}
