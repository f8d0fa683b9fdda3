package dev.warren.feeds.discover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.feeds.discover.Discovered.Found;
import dev.warren.feeds.fetch.Ask;
import dev.warren.feeds.fetch.Page;
import dev.warren.feeds.fetch.Web;
import dev.warren.feeds.fetch.WebException;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import dev.warren.feeds.parse.Parsed;
import dev.warren.feeds.source.BadAddressException;
import dev.warren.feeds.source.FeedAddress;
import dev.warren.feeds.source.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * From what somebody wrote to the feeds that they mean: the address of a feed, of a page that names
 * its feeds, or of a site that has one where sites have theirs. Asks that site only, one request at
 * a time. Blocks, for a minute at most; thread-safe.
 */
public final class Discovery {

    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Duration ALL_WITHIN = Duration.ofSeconds(60);

    /** Heads are at the beginning. */
    private static final int BEGINNING = 1024 * 1024;

    /** What the tree of a beginning may take. */
    private static final long TREE = 12L * BEGINNING;

    private static final List<String> WELL_KNOWN =
            List.of(
                    "/feed",
                    "/rss",
                    "/rss.xml",
                    "/atom.xml",
                    "/feed.xml",
                    "/index.xml",
                    "/feed.json",
                    "/feeds/posts/default",
                    "/index.rdf");

    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w.:-]+)");

    private final Web web;
    private final FeedParser parser;
    private final MemoryBudget budget;
    private final DataSize most;

    /**
     * @param most how large a document may be
     */
    Discovery(Web web, FeedParser parser, MemoryBudget budget, DataSize most) {
        this.web = web;
        this.parser = parser;
        this.budget = budget;
        this.most = most;
    }

    /** The feeds of what somebody wrote. */
    public Discovered find(String written) {
        try {
            FeedAddress address = FeedAddress.parse(written);
            List<Found> known = KnownSites.of(address.url());
            return known.isEmpty() ? ask(address) : new Discovered.Feeds(known);
        } catch (BadAddressException bad) {
            return new Discovered.None(bad.sentence());
        } catch (WebException none) {
            return new Discovered.None(none.sentence());
        } catch (BudgetExceededException full) {
            return new Discovered.None("this server has no memory for it now; try again");
        }
    }

    private Discovered ask(FeedAddress address) throws WebException {
        long end = System.nanoTime() + ALL_WITHIN.toNanos();
        Looked first = look(address.url(), address);
        if (!first.feeds().isEmpty()) {
            return new Discovered.Feeds(first.feeds());
        }
        if (!first.page()) {
            return new Discovered.None(first.reason());
        }
        for (String path : WELL_KNOWN) {
            Optional<Found> feed =
                    System.nanoTime() < end ? guess(first.at(), path, address) : Optional.empty();
            if (feed.isPresent()) {
                return new Discovered.Feeds(List.of(feed.get()));
            }
        }
        return new Discovered.None(
                "it is a web page that names no feed (expected: the address of a feed)");
    }

    /**
     * What a look at an address brought.
     *
     * @param page whether it is a page, whose site may have feeds elsewhere
     * @param at where it was, after redirects
     */
    private record Looked(List<Found> feeds, boolean page, String reason, URI at) {}

    private Looked look(URI url, FeedAddress address) throws WebException {
        try (Page page = web.get(request(url, address))) {
            if (page.status() / 100 != 2) {
                return new Looked(
                        List.of(),
                        page.status() == 404,
                        "its server answers " + page.status(),
                        page.uri());
            }
            return switch (parser.parse(page.bytes(), origin(page))) {
                case Parsed.Feed feed ->
                        new Looked(
                                List.of(found(address, feed.feed().title(), url)), false, "", url);
                case Parsed.NotAFeed none ->
                        none.page() || isHtml(page)
                                ? new Looked(links(page, address), true, "", page.uri())
                                : new Looked(List.of(), false, none.reason(), page.uri());
            };
        }
    }

    private Optional<Found> guess(URI site, String path, FeedAddress address) {
        URI url = site.resolve(path);
        try (Page page = web.get(request(url, address))) {
            boolean good =
                    page.status() / 100 == 2
                            && parser.parse(page.bytes(), origin(page)) instanceof Parsed.Feed;
            return good ? Optional.of(found(address, "", url)) : Optional.empty();
        } catch (WebException none) {
            return Optional.empty();
        }
    }

    private Ask request(URI url, FeedAddress address) {
        Ask ask = new Ask(url, most, WITHIN);
        Optional<Login> login = address.login().filter(_ -> isSameSite(url, address));
        return login.isEmpty() ? ask : ask.with("Authorization", login.get().basic());
    }

    private static boolean isHtml(Page page) {
        return page.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("html");
    }

    private static Origin origin(Page page) {
        return new Origin(page.uri(), page.header("Content-Type").orElse(null));
    }

    private List<Found> links(Page page, FeedAddress address) {
        byte[] bytes = page.bytes();
        int length = Math.min(bytes.length, BEGINNING);
        try (Reservation _ = budget.reserve(TREE, WITHIN)) {
            List<Found> named = Links.in(bytes, length, charset(page), page.uri());
            List<Found> channel =
                    KnownSites.ofYouTube(page.uri(), new String(bytes, 0, length, ISO_8859_1));
            return (channel.isEmpty() ? named : channel)
                    .stream()
                            .map(feed -> found(address, feed.title(), URI.create(feed.url())))
                            .toList();
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static @Nullable String charset(Page page) {
        Matcher charset = CHARSET.matcher(page.header("Content-Type").orElse(""));
        return charset.find() ? charset.group(1) : null;
    }

    /** A log-in is for the host that it was written with. */
    private static Found found(FeedAddress address, String title, URI url) {
        String text = url.toString();
        if (address.login().isEmpty() || !isSameSite(url, address)) {
            return new Found(text, title);
        }
        Login login = address.login().get();
        String user = encoded(login.user()) + ":" + encoded(login.password()) + "@";
        return new Found(text.replaceFirst("://", "://" + Matcher.quoteReplacement(user)), title);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static boolean isSameSite(URI url, FeedAddress address) {
        return url.getScheme().equals(address.url().getScheme())
                && url.getRawAuthority().equals(address.url().getRawAuthority());
    }
}
