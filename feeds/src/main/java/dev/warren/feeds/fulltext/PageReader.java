package dev.warren.feeds.fulltext;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.fetch.Ask;
import dev.warren.feeds.fetch.PacedWeb;
import dev.warren.feeds.fetch.Page;
import dev.warren.feeds.fetch.WebException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/** Reads one page that is wanted, and notes what came of it. Blocks; thread-safe. */
final class PageReader {

    /** How often a page is asked for before it is given up. */
    static final int TRIES = 4;

    private static final String ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

    /** For room for a tree. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** While others ask its domain. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration AFTER_STOP = Duration.ZERO;

    private final PacedWeb web;
    private final PageRows rows;
    private final WebHtml clean;
    private final MemoryBudget memory;
    private final Limits limits;

    /** How large a page may be, how long it may take, and the pause after a first failure. */
    record Limits(DataSize most, Duration timeout, Duration retry) {}

    PageReader(PacedWeb web, PageRows rows, WebHtml clean, MemoryBudget memory, Limits limits) {
        this.web = web;
        this.rows = rows;
        this.clean = clean;
        this.memory = memory;
        this.limits = limits;
    }

    /** Returns what became of it, for counting. */
    Outcome read(Wanted wanted) {
        if (wanted.tries() > TRIES) {
            // whoever asked before did not live to say what came of it
            return givenUp(wanted, "it was asked for too often without an end");
        }
        Ask ask =
                new Ask(URI.create(wanted.url()), limits.most(), limits.timeout())
                        .with("Accept", ACCEPT);
        try {
            Optional<Page> page = web.get(ask);
            if (page.isEmpty()) {
                return noted(rows.postponed(wanted, SOON), Outcome.POSTPONED);
            }
            try (Page open = page.get()) {
                return judge(wanted, open);
            }
        } catch (WebException none) {
            if (Thread.interrupted()) {
                // what the end of this program cuts off says nothing of the page
                return noted(rows.postponed(wanted, AFTER_STOP), Outcome.POSTPONED);
            }
            return failed(wanted, none);
        }
    }

    private Outcome failed(Wanted wanted, WebException why) {
        return switch (why.kind()) {
            case BUSY -> noted(rows.postponed(wanted, SOON), Outcome.POSTPONED);
            case FORBIDDEN, REDIRECT, TOO_LARGE -> givenUp(wanted, why.sentence());
            case TIMED_OUT, UNREACHABLE, BROKEN, NO_MEMORY -> later(wanted, why.sentence());
        };
    }

    private Outcome judge(Wanted wanted, Page page) {
        return switch (page.status()) {
            case 200, 203 ->
                    isHtml(page) ? extract(wanted, page) : givenUp(wanted, "it is no page");
            case 401, 402, 403, 404, 410, 451 ->
                    givenUp(
                            wanted,
                            "its server does not give it out (%d)".formatted(page.status()));
            default -> later(wanted, "its server answers " + page.status());
        };
    }

    private static boolean isHtml(Page page) {
        String type = page.header("Content-Type").orElse("html").toLowerCase(Locale.ROOT);
        return type.contains("html");
    }

    private Outcome extract(Wanted wanted, Page page) {
        byte[] bytes = page.bytes();
        try (Reservation _ = memory.reserve(PageTree.weight(bytes.length), PATIENCE)) {
            String type = page.header("Content-Type").orElse("");
            return switch (Articles.find(bytes, type, page.uri(), wanted.title())) {
                case Extract.None(String reason) -> givenUp(wanted, reason);
                case Extract.Article(String _, int length) when length < wanted.known() ->
                        givenUp(wanted, "its feed has more of it than its page");
                case Extract.Article(String html, int _) -> {
                    String text = clean.clean(html, page.uri()).replace("\0", "");
                    yield text.isEmpty()
                            ? givenUp(wanted, "nothing of its article may be shown")
                            : noted(rows.read(wanted, text), Outcome.READ);
                }
            };
        } catch (BudgetExceededException full) {
            return later(wanted, "this server has no memory for it now");
        } catch (InterruptedException stopped) {
            Outcome outcome = noted(rows.postponed(wanted, AFTER_STOP), Outcome.POSTPONED);
            Thread.currentThread().interrupt();
            return outcome;
        }
    }

    private Outcome later(Wanted wanted, String problem) {
        if (wanted.tries() >= TRIES) {
            return givenUp(wanted, problem);
        }
        Duration pause = limits.retry().multipliedBy(1L << 2 * (wanted.tries() - 1));
        return noted(rows.failed(wanted, problem, Optional.of(pause)), Outcome.FAILED);
    }

    private Outcome givenUp(Wanted wanted, String problem) {
        return noted(rows.failed(wanted, problem, Optional.empty()), Outcome.GIVEN_UP);
    }

    private static Outcome noted(boolean good, Outcome outcome) {
        return good ? outcome : Outcome.LOST;
    }
}
