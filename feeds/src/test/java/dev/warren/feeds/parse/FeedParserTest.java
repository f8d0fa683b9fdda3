package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedParserTest {

    private static final long MB = 1024 * 1024;

    @Test
    void holdsWhatItNeedsWhileItParsesAndNothingAfter() {
        MemoryBudget budget = MemoryBudget.root("feeds", 32 * MB);
        byte[] document = rss(10).getBytes(StandardCharsets.UTF_8);

        Parsers.parser(budget).parse(document, Parsers.ORIGIN);

        assertThat(budget.peak()).isEqualTo(FeedParser.weigh(document.length));
        assertThat(budget.used()).isZero();
    }

    @Test
    void theLargestDocumentFitsTheDefaultBudgetWithItsBytes() {
        assertThat(FeedParser.weigh(5 * MB) + 5 * MB).isLessThan(32 * MB);
    }

    @Test
    void refusesWhatTheBudgetCanNeverHold() {
        MemoryBudget budget = MemoryBudget.root("feeds", MB);

        assertThatThrownBy(() -> Parsers.parser(budget).parse(new byte[10], Parsers.ORIGIN))
                .isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void refusesDocumentsThatAreTooLarge() throws IOException {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }
                };

        Parsed parsed = Parsers.parser().parse(endless, Parsers.ORIGIN);

        assertThat(parsed)
                .isEqualTo(
                        new Parsed.NotAFeed(
                                "it is larger than the 5120 kB that a feed may have", false));
    }

    @Test
    void readsStreams() throws IOException {
        InputStream stream = new ByteArrayInputStream(rss(3).getBytes(StandardCharsets.UTF_8));

        Parsed parsed = Parsers.parser().parse(stream, Parsers.ORIGIN);

        assertThat(((Parsed.Feed) parsed).feed().items()).hasSize(3);
    }

    @Test
    void keepsTheNewestOfManyItemsInTheirOrder() {
        ParsedFeed oldestFirst = Parsers.feed(rss(1500));

        List<String> titles = oldestFirst.items().stream().map(ParsedItem::title).toList();
        assertThat(titles).hasSize(1000).first().isEqualTo("500");
        assertThat(titles.getLast()).isEqualTo("1499");
    }

    @Test
    void keepsTheFirstOfManyItemsWithoutDates() {
        String items = "<item><title>x</title></item>".repeat(1500);

        ParsedFeed feed = Parsers.feed("<rss><channel><item><title>first</title></item>" + items);

        assertThat(feed.items()).hasSize(1000);
        assertThat(feed.items().getFirst().title()).isEqualTo("first");
    }

    /** With an item a day, the oldest first. */
    private static String rss(int items) {
        StringBuilder rss = new StringBuilder("<rss version='2.0'><channel><title>t</title>");
        for (int i = 0; i < items; i++) {
            String date = java.time.LocalDate.of(2010, 1, 1).plusDays(i).toString();
            rss.append("<item><title>").append(i).append("</title><dc:date>").append(date);
            rss.append("</dc:date></item>");
        }
        return rss.append("</channel></rss>").toString();
    }
}
