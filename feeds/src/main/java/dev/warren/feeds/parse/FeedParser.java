package dev.warren.feeds.parse;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.Parsed.NotAFeed;
import dev.warren.feeds.parse.charset.Encoding;
import dev.warren.feeds.parse.charset.EncodingFinder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Reads feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, JSON Feed, and what was meant to be
 * one. Nothing that is in a document makes it throw. Safe for many threads; how many parse at a
 * time is decided by the budget.
 */
public final class FeedParser {

    /** More than any reader shows at once; of a longer feed the newest are kept. */
    static final int MAX_ITEMS = 1000;

    private static final Logger log = LoggerFactory.getLogger(FeedParser.class);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final MemoryBudget budget;
    private final DataSize maxDocument;
    private final XmlFeeds xml;
    private final JsonFeeds json;

    /** A parser that holds its memory in {@code budget}. */
    public FeedParser(MemoryBudget budget, DataSize maxDocument, InstantSource clock, WebHtml web) {
        this.budget = budget;
        this.maxDocument = maxDocument;
        this.xml = new XmlFeeds(web, clock);
        this.json = new JsonFeeds(web, clock);
    }

    /**
     * How many bytes parsing a document of this size takes, beside the document itself: what is
     * found in it, and the largest item with its tree.
     */
    public static long weigh(long documentBytes) {
        return 4L * 1024 * 1024 + 3 * documentBytes;
    }

    /**
     * What is in a document. Waits up to 30 seconds for {@link #weigh} bytes of the budget; the
     * document's own bytes are the caller's to reserve.
     *
     * @throws BudgetExceededException when there was no memory in time
     */
    public Parsed parse(byte[] document, Origin origin) {
        return parse(document, origin, Function.identity());
    }

    /**
     * As {@link #parse(byte[], Origin)}, with what is done with it while its memory is still
     * reserved.
     */
    public <T> T parse(byte[] document, Origin origin, Function<Parsed, T> then) {
        if (document.length > maxDocument.toBytes()) {
            return then.apply(tooLarge());
        }
        try (Reservation held = budget.reserve(weigh(document.length), WAIT)) {
            return then.apply(read(document, origin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return then.apply(new NotAFeed("reading it was interrupted", false));
        }
    }

    /**
     * As {@link #parse(byte[], Origin)}, reserving the document's bytes as well, as many as a
     * document may have.
     *
     * @throws IOException when the stream throws it
     */
    public Parsed parse(InputStream document, Origin origin) throws IOException {
        int limit = Math.toIntExact(maxDocument.toBytes());
        try (Reservation held = budget.reserve(weigh(limit) + 2L * limit, WAIT)) {
            byte[] bytes = document.readNBytes(limit + 1);
            return bytes.length > limit ? tooLarge() : read(bytes, origin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NotAFeed("reading it was interrupted", false);
        }
    }

    private NotAFeed tooLarge() {
        return new NotAFeed(
                "it is larger than the %d kB that a feed may have"
                        .formatted(maxDocument.toKilobytes()),
                false);
    }

    private Parsed read(byte[] document, Origin origin) {
        try {
            return readUnguarded(document, origin.url(), origin.mediaType());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // a bug of ours: the feed counts as broken, and the log has what is needed to mend it
            log.warn("feed.parse failed bytes={}", document.length, e);
            return new NotAFeed("it could not be read, which is a mistake of this program", false);
        }
    }

    private Parsed readUnguarded(byte[] document, URI base, String contentType) throws IOException {
        Encoding encoding = EncodingFinder.find(document, contentType);
        KeptItems kept = new KeptItems(MAX_ITEMS, 2L * document.length + 1024 * 1024);
        try (Reader text = new BufferedReader(encoding.reader(document))) {
            return switch (first(text)) {
                case -1 -> new NotAFeed("it is empty", false);
                case '{', '[' -> json.read(text, base, kept);
                default -> xml.read(text, base, kept);
            };
        }
    }

    /** The first character that is no blank, without reading it. */
    private static int first(Reader text) throws IOException {
        int c;
        do {
            text.mark(1);
            c = text.read();
        } while (c != -1 && (Character.isWhitespace(c) || c == 0xFEFF || c == 0));
        text.reset();
        return c;
    }
}
