package dev.warren.feeds.fulltext;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pages of items in PostgreSQL. A page is claimed by its row; whose claim is lost changes nothing.
 * All times are the database's. Blocks; thread-safe.
 */
final class PageRows {

    /** Whoever claims a page and says nothing for so long is gone. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    /** What is looked at of a feed's own text to see how long it is. */
    private static final int KNOWN = 300_000;

    /**
     * Of each domain that may be asked and has no feed that is due, the page that waits longest.
     */
    private static final String TAKE =
            """
            with free as (
                select p.domain, min(p.try_at) as first from feeds.item_page p
                where p.try_at <= now() and not exists (select from feeds.domain d
                    where d.name = p.domain and (d.next_at > now() or d.due_at <= now()
                        or d.claimed_until > now()))
                group by p.domain order by first limit :most),
            due as (
                select one.item_id from free cross join lateral (
                    select o.item_id from feeds.item_page o
                    where o.domain = free.domain and o.try_at <= now()
                    order by o.try_at, o.item_id desc limit 1 for no key update skip locked) one),
            taken as (
                update feeds.item_page p set claim = gen_random_uuid(), tries = p.tries + 1,
                    try_at = now() + make_interval(secs => :life)
                from due where p.item_id = due.item_id
                returning p.item_id, p.claim, p.url, p.tries)
            select taken.*, left(i.title, 1000) as title, length(regexp_replace(
                left(case when i.content = '' then i.summary else i.content end, :known),
                '<[^>]*>|\\s+', '', 'g')) as known
            from taken join feeds.item i on i.id = taken.item_id
            """;

    private static final String WANTED =
            """
            (exists (select from feeds.subscription s where s.source_id = %1$s and s.full_text)
                or exists (select from feeds.digest_source d where d.source_id = %1$s and d.full_text))
            """;

    private final JdbcClient jdbc;

    PageRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Claims pages that are wanted now, each of another domain. */
    List<Wanted> take(int most) {
        return jdbc.sql(TAKE)
                .param("most", most)
                .param("life", LIFE.toSeconds())
                .param("known", KNOWN)
                .query((row, _) ->
                        new Wanted(
                                row.getLong("item_id"),
                                row.getObject("claim", UUID.class),
                                row.getString("url"),
                                row.getInt("tries"),
                                row.getString("title"),
                                row.getInt("known")))
                .list();
    }

    /** False when the claim was lost. */
    boolean read(Wanted wanted, String content) {
        return jdbc.sql(
                                """
                                update feeds.item_page set content = :content, problem = null,
                                    try_at = null, claim = null, done_at = now()
                                where item_id = :item and claim = :claim
                                """)
                        .param("content", content)
                        .param("item", wanted.item())
                        .param("claim", wanted.claim())
                        .update()
                > 0;
    }

    /** Has it asked for again after {@code pause}; never when that is empty. */
    boolean failed(Wanted wanted, String problem, Optional<Duration> pause) {
        return jdbc.sql(
                                """
                                update feeds.item_page set problem = :problem, claim = null,
                                    try_at = now() + make_interval(secs => cast(:pause as double precision)),
                                    done_at = case when cast(:pause as double precision) is null then now() end
                                where item_id = :item and claim = :claim
                                """)
                        .param("problem", problem)
                        .param("pause", pause.map(PageRows::seconds).orElse(null))
                        .param("item", wanted.item())
                        .param("claim", wanted.claim())
                        .update()
                > 0;
    }

    /** It was not asked for, so that does not count. */
    boolean postponed(Wanted wanted, Duration pause) {
        return jdbc.sql(
                                """
                                update feeds.item_page set claim = null, tries = tries - 1,
                                    try_at = now() + make_interval(secs => :pause)
                                where item_id = :item and claim = :claim
                                """)
                        .param("pause", seconds(pause))
                        .param("item", wanted.item())
                        .param("claim", wanted.claim())
                        .update()
                > 0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    boolean isWanted(long source) {
        return jdbc.sql("select " + WANTED.formatted(":source"))
                .param("source", source)
                .query(Boolean.class)
                .single();
    }

    /** An item with a page. */
    record Link(long item, String url, String domain) {}

    /** Has pages read, unless they were already; those that were given up are tried anew. */
    void want(List<Link> links) {
        jdbc.sql(
                        """
                        insert into feeds.item_page as p (item_id, url, domain, try_at)
                        select one.item, one.url, one.domain, now()
                        from unnest(cast(:items as bigint[]), cast(:urls as text[]),
                            cast(:domains as text[])) as one (item, url, domain)
                        on conflict (item_id) do update set tries = 0, try_at = now(), claim = null
                            where p.try_at is null and p.content = ''
                        """)
                .param("items", links.stream().map(Link::item).toArray(Long[]::new))
                .param("urls", links.stream().map(Link::url).toArray(String[]::new))
                .param("domains", links.stream().map(Link::domain).toArray(String[]::new))
                .update();
    }

    /**
     * Waits for whoever stores items of this feed now, and has others wait for this transaction.
     */
    void lock(long source) {
        jdbc.sql("select id from feeds.source where id = ? for no key update")
                .param(source)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** Addresses of a feed's newest items, by item. */
    Map<Long, String> newest(long source, int most) {
        Map<Long, String> urls = new HashMap<>();
        jdbc.sql(
                        """
                        select id, url from feeds.item where source_id = ?
                        order by published_at desc, id desc limit ?
                        """)
                .params(source, most)
                .query(row -> {
                    urls.put(row.getLong("id"), row.getString("url"));
                });
        return urls;
    }

    /** Takes back what nobody wants any more. */
    int unwanted() {
        return jdbc.sql(
                        """
                        delete from feeds.item_page p using feeds.item i
                        where p.try_at is not null and i.id = p.item_id and not
                        """
                                + WANTED.formatted("i.source_id"))
                .update();
    }

    long weigh(Collection<Long> items) {
        return jdbc.sql(
                        "select coalesce(sum(2 * length(content)), 0) from feeds.item_page where item_id = any(?)")
                .param(items.toArray(Long[]::new))
                .query(Long.class)
                .single();
    }

    Map<Long, String> contents(Collection<Long> items) {
        Map<Long, String> contents = new HashMap<>();
        jdbc.sql(
                        "select item_id, content from feeds.item_page where item_id = any(?) and content <> ''")
                .param(items.toArray(Long[]::new))
                .query(row -> {
                    contents.put(row.getLong("item_id"), row.getString("content"));
                });
        return contents;
    }

    List<Standing> standing(long account) {
        return jdbc.sql(
                        """
                        select s.id, count(*) filter (where p.content <> '') as read,
                            count(*) filter (where p.try_at is not null) as waiting,
                            count(*) filter (where p.try_at is null and p.content = '') as given_up,
                            (array_agg(p.problem order by p.item_id desc)
                                filter (where p.problem is not null))[1] as problem
                        from feeds.subscription s
                            left join (feeds.item i join feeds.item_page p on p.item_id = i.id)
                                on i.source_id = s.source_id
                        where s.account_id = ? and s.full_text group by s.id order by s.id
                        """)
                .param(account)
                .query((row, _) ->
                        new Standing(
                                row.getLong("id"),
                                row.getLong("read"),
                                row.getLong("waiting"),
                                row.getLong("given_up"),
                                Optional.ofNullable(row.getString("problem"))))
                .list();
    }
}
