package dev.warren.feeds.parse.tree;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The prefixes under which elements are known here, whichever ones a document uses. A namespace
 * that nobody knows, or a prefix without any, counts as what its prefix says: publishers mistype
 * the first and forget the second.
 */
final class Vocabulary {

    private static final Map<String, String> PREFIXES = new HashMap<>();

    static {
        name("", "backend.userland.com/rss", "blogs.law.harvard.edu/tech/rss", "purl.org/rss/1.0");
        name("", "backend.userland.com/rss2", "backend.userland.com/blogchannelmodule-");
        name("", "my.netscape.com/rdf/simple/0.9", "my.netscape.com/publish/formats/rss-0.91.dtd");
        name("", "channel.netscape.com/rdf/simple/0.9", "my.netscape.com/xmlns/rss");
        name("", "example.com/newformat", "example.com/necho", "purl.org/echo");
        name("", "purl.org/atom/ns", "www.w3.org/2005/atom", "purl.org/net/rss1.1");
        name("", "www.w3.org/xmlns/atom", "purl.org/rss/2.0", "www.rssboard.org/rss-specification");
        name("xhtml", "www.w3.org/1999/xhtml", "www.w3.org/tr/xhtml1", "www.w3.org/tr/rec-html40");
        name("rdf", "www.w3.org/1999/02/22-rdf-syntax-ns");
        name("dc", "purl.org/dc/elements/1.1", "purl.org/dc/elements/1.0", "purl.org/dc");
        name("dcterms", "purl.org/dc/terms");
        name("content", "purl.org/rss/1.0/modules/content");
        name("sy", "purl.org/rss/1.0/modules/syndication");
        name("slash", "purl.org/rss/1.0/modules/slash");
        name("wfw", "wellformedweb.org/commentapi");
        name("itunes", "www.itunes.com/dtds/podcast-1.0.dtd", "www.itunes.com/dtds/podcast-1.0");
        name("itunes", "example.com/dtds/podcast-1.0.dtd");
        name("media", "search.yahoo.com/mrss", "search.yahoo.com/searchmonkey/media");
        name("media", "tools.search.yahoo.com/mrss", "video.search.yahoo.com/mrss");
        name("feedburner", "rssnamespace.org/feedburner/ext/1.0");
        name("feedburner", "www.feedburner.com/rsschannel");
        name("thr", "purl.org/syndication/thread/1.0");
        name("admin", "webns.net/mvcb");
        name("cc", "web.resource.org/cc", "backend.userland.com/creativecommonsrssmodule");
        name("georss", "www.georss.org/georss");
        name("xlink", "www.w3.org/1999/xlink");
        name("xml", "www.w3.org/xml/1998/namespace");
        name("svg", "www.w3.org/2000/svg");
        name("googleplay", "www.google.com/schemas/play-podcasts/1.0");
        name("podcast", "podcastindex.org/namespace/1.0");
        name("rawvoice", "www.rawvoice.com/rawvoicerssmodule");
    }

    private Vocabulary() {}

    private static void name(String prefix, String... namespaces) {
        for (String namespace : namespaces) {
            PREFIXES.put(namespace, prefix);
        }
    }

    /**
     * An element's or attribute's name as it is known here, in lower case.
     *
     * @param written with the document's prefix
     * @param namespaces by the document's prefixes, the default one's is empty
     */
    static String element(String written, Map<String, String> namespaces) {
        int colon = written.indexOf(':');
        String prefix = colon < 0 ? "" : written.substring(0, colon);
        String local = written.substring(colon + 1).toLowerCase(Locale.ROOT);
        String known = prefix(prefix, namespaces);
        return known.isEmpty() ? local : known + ":" + local;
    }

    /** As {@link #element}; attributes without a prefix are in no namespace. */
    static String attribute(String written, Map<String, String> namespaces) {
        return written.indexOf(':') < 0
                ? written.toLowerCase(Locale.ROOT)
                : element(written, namespaces);
    }

    private static String prefix(String written, Map<String, String> namespaces) {
        String namespace = namespaces.get(written);
        if (namespace == null) {
            return written.toLowerCase(Locale.ROOT);
        }
        String known = PREFIXES.get(folded(namespace));
        return known == null ? written.toLowerCase(Locale.ROOT) : known;
    }

    private static String folded(String namespace) {
        String folded = namespace.strip().toLowerCase(Locale.ROOT);
        folded = folded.substring(folded.indexOf("://") < 0 ? 0 : folded.indexOf("://") + 3);
        int end = folded.length();
        while (end > 0 && (folded.charAt(end - 1) == '/' || folded.charAt(end - 1) == '#')) {
            end--;
        }
        return folded.substring(0, end);
    }
}
