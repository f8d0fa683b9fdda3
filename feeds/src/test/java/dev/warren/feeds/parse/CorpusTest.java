package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.feeds.parse.CorpusCase.Claim;
import dev.warren.feeds.parse.charset.EncodingFinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the parser against what feedparser expects of its own documents. */
class CorpusTest {

    private static final ParsedFeed NOTHING =
            new ParsedFeed(
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    new ParsedFeed.Pace(Optional.empty(), Set.of(), Set.of()),
                    new ParsedFeed.Links("", List.of()),
                    ParsedFeed.About.NOTHING,
                    List.of());

    private static final Pattern DANGEROUS =
            Pattern.compile(
                    "<\\s*/?\\s*(script|style|object|embed|applet|form|input|meta|base|link|svg|math"
                            + "|frame|frameset|template|xmp|plaintext|noscript)\\b"
                            + "|<[^>]*\\s(on\\w+|style|id|class)\\s*="
                            + "|<[^>]*=\\s*[\"']?\\s*(javascript|vbscript|data)\\s*:"
                            + "|<!|<\\?|expression\\(",
                    Pattern.CASE_INSENSITIVE);

    private final FeedParser parser = Parsers.parser();

    @Test
    void readsTheCoreOfFeeds() throws IOException {
        Score core = score("core", CorpusCase::isCore);

        assertThat(core.all()).isGreaterThan(150);
        assertThat(core.percent()).as(core.missed().toString()).isGreaterThanOrEqualTo(95);
    }

    @Test
    void readsTitlesLinksIdsAndDates() throws IOException {
        Score identity = score("title, link, id, dates", CorpusCase::isIdentity);

        assertThat(identity.all()).isGreaterThan(60);
        assertThat(identity.percent()).as(identity.missed().toString()).isGreaterThanOrEqualTo(97);
    }

    @Test
    void findsEncodings() throws IOException {
        Score encodings =
                score(
                        "encoding",
                        c -> c.folder().equals("encoding") || c.file().contains("chardet"));

        assertThat(encodings.all()).isGreaterThan(50);
        assertThat(encodings.percent())
                .as(encodings.missed().toString())
                .isGreaterThanOrEqualTo(85);
    }

    @Test
    void leavesNothingDangerousInAnyField() throws IOException {
        List<String> dangerous = new ArrayList<>();
        for (CorpusCase one : CorpusCase.all()) {
            String json = String.valueOf(FeedJson.of(parse(one), ""));
            var found = DANGEROUS.matcher(json);
            if (one.folder().equals("sanitize") && found.find()) {
                dangerous.add(one.file() + ": " + found.group());
            }
        }

        assertThat(dangerous).isEmpty();
    }

    private record Score(int good, int all, List<String> missed) {
        double percent() {
            return 100.0 * good / all;
        }
    }

    private Score score(String name, Predicate<CorpusCase> which) throws IOException {
        List<String> missed = new ArrayList<>();
        List<CorpusCase> cases = CorpusCase.all().stream().filter(which).toList();
        for (CorpusCase one : cases) {
            if (!holds(one)) {
                missed.add(one.file());
            }
        }
        Score score = new Score(cases.size() - missed.size(), cases.size(), missed);
        System.out.printf(
                "feedparser's cases, %s: %d of %d (%.1f %%)%n",
                name, score.good(), score.all(), score.percent());
        return score;
    }

    private boolean holds(CorpusCase one) throws IOException {
        ParsedFeed feed = parse(one) instanceof Parsed.Feed found ? found.feed() : NOTHING;
        FeedparserShape shape = new FeedparserShape(feed, one.base());
        for (Claim claim : one.aboutContent()) {
            boolean holds = claim.is("encoding") ? isEncoding(one, claim) : shape.holds(claim);
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEncoding(CorpusCase one, Claim claim) throws IOException {
        String header = one.headers().getOrDefault("Content-type", "");
        String name = EncodingFinder.find(one.document(), header).name();
        return name.equalsIgnoreCase(String.valueOf(claim.value()));
    }

    /** What is in a case; a mistake of the parser, which its door would hide, fails the test. */
    private Parsed parse(CorpusCase one) throws IOException {
        Parsed parsed = parser.parse(one.document(), one.origin());
        if (parsed instanceof Parsed.NotAFeed none) {
            assertThat(none.reason()).as(one.file()).doesNotContain("mistake");
        }
        return parsed;
    }
}
