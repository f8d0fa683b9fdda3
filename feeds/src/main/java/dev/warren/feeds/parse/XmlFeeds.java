package dev.warren.feeds.parse;

import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.Parsed.NotAFeed;
import dev.warren.feeds.parse.tree.Node;
import dev.warren.feeds.parse.tree.TreeBuilder;
import dev.warren.feeds.parse.xml.XmlScanner;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.time.InstantSource;

/** Feeds that are XML, or were meant to be. */
final class XmlFeeds {

    private final WebHtml web;
    private final Dates dates;

    XmlFeeds(WebHtml web, InstantSource clock) {
        this.web = web;
        this.dates = new Dates(clock);
    }

    Parsed read(Reader text, URI base, KeptItems kept) throws IOException {
        Texts loose = new Texts(web, false);
        Texts typed = new Texts(web, true);
        TreeBuilder tree =
                new TreeBuilder(
                        base,
                        item -> {
                            if (kept.wants(dates.published(item).or(() -> dates.updated(item)))) {
                                boolean atom = item.name().equals("entry");
                                kept.add(new ItemReader(atom ? typed : loose, dates).read(item));
                            }
                        });
        XmlScanner.scan(text, tree);
        Node root = tree.root();
        if (Kinds.isPage(root)) {
            return new NotAFeed("it is a web page, not a feed", true);
        }
        if (!Kinds.isFeed(root) && kept.isEmpty()) {
            return new NotAFeed(reason(root), false);
        }
        Texts texts = Kinds.isAtom(root) ? typed : loose;
        return new Parsed.Feed(new ChannelReader(texts, dates).read(root, kept.inOrder()));
    }

    private static String reason(Node root) {
        return root.name().isEmpty()
                ? "it is neither XML nor JSON"
                : "it is XML, but not a feed: its outermost element is " + Texts.plain(root.name());
    }
}
