package dev.warren.feeds.digest;

import dev.warren.feeds.file.FileFilter;
import dev.warren.feeds.mail.DigestItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is news to a digest, and what it is done with, in PostgreSQL. All methods block. */
final class NewsRows {

    /** The most characters of one text that are looked at. */
    private static final int MOST_TEXT = 60_000;

    /** After so many characters of all texts, the others are only begun. */
    private static final int MOST_TEXTS = 200_000;

    private static final int BEGINNING = 2_000;

    private static final String IS_NEWS =
            """
            d.digest_id = :digest and not exists (select from feeds.digest_item done
                where done.digest_id = d.digest_id and done.item_id = i.id)
            """;

    private final JdbcClient jdbc;

    NewsRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes what is there of feeds that were not in a mail yet as known, but for the newest; those
     * that were never fetched begin later.
     */
    void begin(long digest, int newest) {
        jdbc.sql(
                        """
                        with ranked as (
                            select i.id, row_number() over (partition by i.source_id
                                order by i.published_at desc, i.id desc) as place
                            from feeds.digest_source d
                            join feeds.source s on s.id = d.source_id and s.fetched_at is not null
                            join feeds.item i on i.source_id = d.source_id
                            where d.digest_id = :digest and not d.begun)
                        insert into feeds.digest_item (digest_id, item_id)
                        select :digest, id from ranked where place > :newest
                        on conflict do nothing\
                        """)
                .param("digest", digest)
                .param("newest", newest)
                .update();
        jdbc.sql(
                        """
                        update feeds.digest_source d set begun = true from feeds.source s
                        where d.digest_id = ? and not d.begun and s.id = d.source_id
                            and s.fetched_at is not null\
                        """)
                .param(digest)
                .update();
    }

    /** Takes what does not pass as known. */
    void drop(long digest, List<FileFilter> filters) {
        if (filters.isEmpty()) {
            return;
        }
        Predicate<Candidate> unwanted =
                item ->
                        !filters.stream()
                                .allMatch(filter -> filter.passes(item.title, item.plain()));
        List<Long> dropped = new ArrayList<>();
        jdbc.sql(
                        "select i.id, i.title, left(i.summary || ' ' || i.content, "
                                + MOST_TEXT
                                + ") as text from feeds.digest_source d join feeds.item i using (source_id) where d.begun and "
                                + IS_NEWS)
                .withFetchSize(20)
                .param("digest", digest)
                .query(row -> {
                    Candidate item =
                            new Candidate(
                                    row.getLong("id"),
                                    row.getString("title"),
                                    row.getString("text"));
                    if (unwanted.test(item)) {
                        dropped.add(item.id);
                    }
                });
        done(digest, dropped, null, null);
    }

    private record Candidate(long id, String title, String html) {
        String plain() {
            return Jsoup.parseBodyFragment(html).text();
        }
    }

    /** News by its id, the longest known first. */
    List<Long> oldest(long digest, int most) {
        return jdbc.sql(
                        "select i.id from feeds.digest_source d join feeds.item i using (source_id) where d.begun and "
                                + IS_NEWS
                                + " order by i.id limit :most")
                .param("digest", digest)
                .param("most", most)
                .query((row, _) -> row.getLong("id"))
                .list();
    }

    /**
     * Items as a mail tells of them: by the file's feeds, the newest first; with their whole text
     * where the file wants it or the digest's owner reads their feed so.
     */
    List<DigestItem> read(long digest, List<Long> ids, boolean content) {
        return jdbc.sql(
                        """
                        with texts as (
                            select i.id, i.source_id, i.url, i.title, i.author, i.published_at, i.summary,
                                coalesce(p.content, i.content) as content, d.position,
                                coalesce(nullif(d.title, ''), nullif(s.title, ''), s.url) as feed,
                                sum(least(length(coalesce(p.content, i.content)), :text)) over (
                                    order by d.position, i.published_at desc, i.id desc) as so_far
                            from feeds.item i
                            join feeds.digest_source d on d.source_id = i.source_id and d.digest_id = :digest
                            join feeds.digest g on g.id = d.digest_id
                            join feeds.source s on s.id = i.source_id
                            left join feeds.item_page p on p.item_id = i.id and p.content <> ''
                                and (d.full_text or exists (select from feeds.subscription r
                                    where r.full_text and r.account_id = g.account_id
                                        and r.source_id = i.source_id))
                            where i.id = any (cast(:ids as bigint[])))
                        select id, source_id, feed, url, left(title, 1000) as title, left(author, 200) as author,
                            published_at, left(summary, :beginning) as summary,
                            case when not :content then '' when so_far <= :texts then left(content, :text)
                                else left(content, :beginning) end as content
                        from texts order by position, published_at desc, id desc\
                        """)
                .param("digest", digest)
                .param("ids", ids.toArray(Long[]::new))
                .param("content", content)
                .param("text", MOST_TEXT)
                .param("texts", MOST_TEXTS)
                .param("beginning", BEGINNING)
                .query((row, _) ->
                        new DigestItem(
                                row.getLong("id"),
                                row.getLong("source_id"),
                                row.getString("feed"),
                                row.getString("url"),
                                row.getString("title"),
                                row.getString("author"),
                                DigestRows.instant(row, "published_at").orElseThrow(),
                                row.getString("summary"),
                                row.getString("content")))
                .list();
    }

    /**
     * Notes that a digest is done with items.
     *
     * @param run the one whose mails have them, if any does
     * @param part which of its mails
     */
    void done(long digest, List<Long> items, @Nullable Long run, @Nullable Integer part) {
        jdbc.sql(
                        """
                        insert into feeds.digest_item (digest_id, item_id, run_id, part)
                        select :digest, item, cast(:run as bigint), cast(:part as integer)
                        from unnest(cast(:items as bigint[])) as item
                        on conflict do nothing\
                        """)
                .param("digest", digest)
                .param("run", run)
                .param("part", part)
                .param("items", items.toArray(Long[]::new))
                .update();
    }

    /** Takes what a mail had as news again; how many items that were. */
    int giveBack(long digest, long run, int part) {
        return jdbc.sql(
                        "delete from feeds.digest_item where digest_id = ? and run_id = ? and part = ?")
                .params(digest, run, part)
                .update();
    }
}
