package dev.warren.feeds.reader;

import dev.warren.core.people.Account;
import dev.warren.feeds.opml.OpmlReader;
import dev.warren.feeds.opml.OpmlWriter;
import dev.warren.feeds.opml.Outline;
import java.io.FilterReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Takes readers' lists of feeds in and gives them out. Blocks; thread-safe. */
public final class OpmlExchange {

    /** Characters of a list. */
    private static final int LONGEST = 4 * 1024 * 1024;

    private final Subscriptions subscriptions;

    OpmlExchange(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** What became of a list, feed by feed. */
    public record Report(boolean isList, boolean whole, List<Row> rows) {
        public Report {
            rows = List.copyOf(rows);
        }

        /** How many of its feeds are followed now, those that were before included. */
        public long followed() {
            return rows.stream().filter(Row::followed).count();
        }
    }

    /**
     * What became of a feed.
     *
     * @param note a sentence where something is to be said
     */
    public record Row(String title, String url, boolean followed, String note) {}

    /** Follows all feeds of a list that can be followed, in its folders. */
    public Report read(Account reader, Reader list) throws IOException {
        List<Row> rows = new ArrayList<>();
        OpmlReader.Outcome outcome =
                OpmlReader.read(new Bounded(list), feed -> rows.add(follow(reader, feed)));
        return new Report(
                outcome != OpmlReader.Outcome.NO_LIST,
                outcome != OpmlReader.Outcome.TOO_LONG,
                rows);
    }

    private Row follow(Account reader, Outline feed) {
        return switch (subscriptions.subscribe(reader, feed.feed(), feed.title(), feed.folder())) {
            case Subscribed.Done _ -> new Row(feed.title(), feed.feed(), true, "");
            case Subscribed.Already _ ->
                    new Row(feed.title(), feed.feed(), true, "it was followed already");
            case Subscribed.Refused(String sentence) ->
                    new Row(feed.title(), feed.feed(), false, sentence);
        };
    }

    /** Writes what an account follows. */
    public void write(Account reader, OutputStream out) throws IOException {
        List<Outline> feeds =
                subscriptions.list(reader).stream()
                        .map(one ->
                                new Outline(
                                        one.title(),
                                        one.url(),
                                        one.siteUrl(),
                                        one.folder().map(Subscription.Folder::name).orElse("")))
                        .toList();
        try {
            OpmlWriter.write("Feeds of " + reader.name(), feeds, out);
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    /** Ends where a list is too long to be one. */
    private static final class Bounded extends FilterReader {

        private int left = LONGEST;

        Bounded(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? in.read() : -1;
        }

        @Override
        public int read(char[] to, int from, int most) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = in.read(to, from, Math.min(most, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
