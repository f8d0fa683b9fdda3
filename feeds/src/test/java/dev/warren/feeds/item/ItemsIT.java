package dev.warren.feeds.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.people.Account;
import dev.warren.feeds.it.RunningFeeds;
import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedItem;
import dev.warren.feeds.source.Followed;
import dev.warren.feeds.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What of a feed's documents becomes new items, changed ones, and none. */
class ItemsIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private static Path data;
    private static RunningFeeds feeds;
    private static Account alice;
    private static int number;

    private final List<NewItem> heard = new ArrayList<>();
    private Items items;
    private long source;

    @BeforeAll
    static void start() {
        // an address of documentation, where nothing answers
        feeds = RunningFeeds.start(data);
        alice = feeds.person("alice", 1).account();
    }

    @AfterAll
    static void stop() {
        feeds.close();
    }

    @BeforeEach
    void follow() {
        items = items((_, fresh) -> heard.addAll(fresh));
        source = source("https://feed%d.example/rss".formatted(number++));
    }

    private static Items items(ItemListener listener) {
        return new Items(
                new ItemRows(feeds.jdbc()),
                new TransactionTemplate(feeds.bean(PlatformTransactionManager.class)),
                () -> List.of(listener));
    }

    private static long source(String url) {
        return feeds.bean(Sources.class).follow(url, alice) instanceof Followed.Source followed
                ? followed.id()
                : -1;
    }

    private static ParsedFeed feed(ParsedItem... items) {
        return new ParsedFeed(
                "rss 2.0",
                "A feed",
                "",
                "https://feed.example/",
                "en",
                "",
                new ParsedFeed.Pace(Optional.empty(), Set.of(), Set.of()),
                new ParsedFeed.Links("", List.of()),
                ParsedFeed.About.NOTHING,
                List.of(items));
    }

    private static ParsedItem item(String guid, String url, String title) {
        return new ParsedItem(
                guid,
                url,
                title,
                "Alice",
                "",
                "<p>Text</p>",
                Optional.empty(),
                Optional.empty(),
                ParsedItem.Extras.of(
                        "",
                        List.of("a", "b"),
                        List.of(new ParsedItem.Enclosure("https://e.example/1", "audio/mp3", 7))));
    }

    private List<String> store(ParsedItem... all) {
        List<Long> ids = items.store(source, feed(all), NOW);
        return items.find(ids).stream().map(Item::title).toList();
    }

    private int stored() {
        return feeds.jdbc()
                .sql("select count(*) from feeds.item where source_id = ?")
                .param(source)
                .query(Integer.class)
                .single();
    }

    @Test
    void storesOldestFirstAndTellsListeners() {
        List<String> titles =
                store(item("2", "https://e/2", "Two"), item("1", "https://e/1", "One"));

        assertThat(titles).containsExactly("One", "Two");
        assertThat(heard).extracting(one -> one.item().title()).containsExactly("One", "Two");
        Item first = items.find(List.of(heard.getFirst().id())).getFirst();
        assertThat(first.categories()).containsExactly("a", "b");
        assertThat(first.enclosures()).hasSize(1);
        assertThat(first.published()).isEqualTo(NOW);
    }

    @Test
    void storesEachItemOnce() {
        store(item("1", "https://e/1", "One"));

        assertThat(store(item("1", "https://e/1", "One"), item("2", "https://e/2", "Two")))
                .containsExactly("Two");
        assertThat(heard).hasSize(2);
    }

    @Test
    void changesAnItemWithoutMakingItNew() {
        store(item("1", "https://e/1", "One"));

        List<Long> fresh =
                items.store(
                        source,
                        feed(item("1", "https://e/1", "One, corrected")),
                        NOW.plus(Duration.ofHours(1)));

        assertThat(fresh).isEmpty();
        Item changed = items.find(List.of(heard.getFirst().id())).getFirst();
        assertThat(changed.title()).isEqualTo("One, corrected");
        assertThat(changed.changed()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(changed.seen()).isEqualTo(NOW);
    }

    @Test
    void knowsAnItemWhoseGuidMovedToHttps() {
        store(item("http://e/1", "http://e/1", "One"));

        assertThat(store(item("https://e/1", "https://e/1", "One"))).isEmpty();
    }

    @Test
    void knowsAnItemWithoutGuidByItsLink() {
        store(item("", "https://e/1", "One"));

        assertThat(store(item("", "https://e/1", "Other title"))).isEmpty();
        assertThat(store(item("", "", "One"), item("", "", "One"))).containsExactly("One");
        assertThat(store(item("", "", "One"))).isEmpty();
    }

    @Test
    void tellsItemsWithTheSameGuidApart() {
        store(item("1", "https://e/a", "A"));

        assertThat(store(item("1", "https://e/b", "B"), item("1", "https://e/a", "A")))
                .containsExactly("B");
        assertThat(store(item("1", "https://e/b", "B"))).isEmpty();
        assertThat(stored()).isEqualTo(2);
        assertThat(store(item("1", "https://e/c", "C"), item("1", "https://e/b", "B")))
                .containsExactly("C");
    }

    @Test
    void givesEachFeedItsOwnItems() {
        store(item("1", "https://e/1", "One"));
        source = source("https://other%d.example/rss".formatted(number++));

        assertThat(store(item("1", "https://e/1", "One"))).containsExactly("One");
    }

    @Test
    void takesAnythingForText() {
        String strange = "nul \0 and half a pair \ud800 and " + "long".repeat(1000);

        assertThat(store(item(strange, "https://e/1", strange))).hasSize(1);
        assertThat(store(item(strange, "https://e/1", strange))).isEmpty();
    }

    @Test
    void storesNothingWhenAListenerFails() {
        items =
                items((_, _) -> {
                    throw new IllegalStateException("no");
                });

        assertThatThrownBy(() -> store(item("1", "https://e/1", "One")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void doesNotBringBackWhatWasForgotten() {
        store(item("1", "https://e/1", "One"));
        feeds.jdbc()
                .sql(
                        """
                        with gone as (delete from feeds.item where source_id = ? returning source_id, uid)
                        insert into feeds.item_forgotten select source_id, uid, now() from gone
                        """)
                .param(source)
                .update();

        assertThat(store(item("1", "https://e/1", "One"))).isEmpty();
        assertThat(stored()).isZero();
    }

    private void age(int days) {
        feeds.jdbc()
                .sql(
                        "update feeds.item set seen_at = now() - make_interval(days => ?) where source_id = ?")
                .params(days, source)
                .update();
    }

    private void entry(String title, String marks) {
        feeds.jdbc()
                .sql(
                        """
                        insert into feeds.entry (account_id, item_id, read_at, starred_at, changed_at)
                        select ?, id, %s, now() from feeds.item where source_id = ? and title = ?
                        """
                                .formatted(marks))
                .params(alice.id(), source, title)
                .update();
    }

    private List<String> kept() {
        return feeds.jdbc()
                .sql("select title from feeds.item where source_id = ? order by title")
                .param(source)
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void forgetsWhatIsOldButNotWhatIsStarredOrUnread() {
        store(
                item("1", "https://e/1", "Read"),
                item("2", "https://e/2", "Starred"),
                item("3", "https://e/3", "Unread"),
                item("4", "https://e/4", "Nobody's"));
        entry("Read", "now(), null");
        entry("Starred", "now(), now()");
        entry("Unread", "null, null");

        age(59);
        feeds.bean(Retention.class).run();
        assertThat(kept()).hasSize(4);
        age(61);
        feeds.bean(Retention.class).run();
        assertThat(kept()).containsExactly("Starred", "Unread");
        age(181);
        feeds.bean(Retention.class).run();

        assertThat(kept()).containsExactly("Starred");
        assertThat(store(item("1", "https://e/1", "Read"))).isEmpty();
    }

    @Test
    void keepsWhatADigestHasStillToBring() {
        store(item("1", "https://e/1", "Sent"), item("2", "https://e/2", "Waiting"));
        long digest =
                feeds.jdbc()
                        .sql(
                                """
                                insert into feeds.digest (account_id, name, content, email, cron, zone,
                                    token, created_at, updated_at, next_run_at)
                                values (?, 'keep.txt', '', '', '', '', 'keep', now(), now(), now() + interval '1 year')
                                returning id
                                """)
                        .param(alice.id())
                        .query(Long.class)
                        .single();
        feeds.jdbc()
                .sql(
                        "insert into feeds.digest_source (digest_id, source_id, position, begun) values (?, ?, 1, true)")
                .params(digest, source)
                .update();
        feeds.jdbc()
                .sql(
                        "insert into feeds.digest_item (digest_id, item_id) select ?, id from feeds.item where source_id = ? and title = 'Sent'")
                .params(digest, source)
                .update();

        age(400);
        feeds.bean(Retention.class).run();

        assertThat(kept()).containsExactly("Waiting");
    }
}
