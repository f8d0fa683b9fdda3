package dev.warren.feeds.source;

import dev.warren.feeds.source.Claim.Moved;
import dev.warren.feeds.source.Claim.Validators;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Notes what came of asking a feed, and gives its domain back, in one statement: an answer without
 * news costs its feed's row and its domain's, and one commit. Blocks; thread-safe.
 */
final class ResultRows {

    /**
     * The domain's row first, as everywhere; without a good claim nothing is noted. Its commit does
     * not wait for a disk: what a crash of the database takes is an answer of the last moments,
     * with its items and validators, and its feed is asked again.
     */
    private static final String NOTE =
            """
            with released as (
                update feeds.domain d set claim = null, claimed_until = null,
                    next_at = now() + make_interval(secs => :pause),
                    due_at = greatest(now() + make_interval(secs => :pause),
                        least(now() + make_interval(secs => :next), SOONER,
                            (select min(o.next_fetch_at) from feeds.source o where o.domain = d.name
                                and o.unused_since is null and o.id <> :id)))
                where d.name = :domain and d.claim = :claim
                returning d.name, set_config('synchronous_commit', 'off', true))
            update feeds.source s set %s next_fetch_at = now() + make_interval(secs => :next),
                rest_until = now() + make_interval(secs => :rest)
            from released where s.id = :id
            """
                    .replace("SOONER", ClaimRows.SOONER);

    private static final String ANSWERED =
            """
            checked_at = now(), fetched_at = now(), failures = 0, failing_since = null,
            problem = null, gone = false, etag = :etag, last_modified = :modified,
            body_hash = :hash, moved_to = :to, moved_since = :since, moved_seen = :seen,
            """;

    private static final String CHANGED =
            """
            title = :title, site_url = :site, description = :description, language = :language,
            icon_url = :icon, ttl_seconds = :ttl, skip_hours = :hours, skip_days = :days, hub_url = :hub, topic_url = :topic, gap_seconds = :gap,
            changed_at = case when :news or s.changed_at is null then now() else s.changed_at end,
            """;

    private static final String FAILED =
            """
            checked_at = now(), failures = s.failures + 1,
            failing_since = coalesce(s.failing_since, now()), problem = :problem, gone = :gone,
            """;

    private static final String UNCHANGED = NOTE.formatted(ANSWERED);
    private static final String NEW = NOTE.formatted(ANSWERED + CHANGED);
    private static final String FAILURE = NOTE.formatted(FAILED);
    private static final String POSTPONED = NOTE.formatted("");

    /** What PostgreSQL does not keep, and what does not belong into a line of text. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final JdbcClient jdbc;
    private final Spacing spacing;

    ResultRows(JdbcClient jdbc, Spacing spacing) {
        this.jdbc = jdbc;
        this.spacing = spacing;
    }

    /** Notes {@code result}; false when the claim was lost, and nothing is noted. */
    boolean note(Claim claim, Result result) {
        StatementSpec statement =
                switch (result) {
                    case Result.Unchanged unchanged ->
                            answered(
                                    jdbc.sql(UNCHANGED), unchanged.validators(), unchanged.moved());
                    case Result.Changed changed -> changed(changed);
                    case Result.Failed failed ->
                            jdbc.sql(FAILURE)
                                    .param("problem", line(failed.problem()))
                                    .param("gone", failed.gone());
                    case Result.Postponed _ -> jdbc.sql(POSTPONED);
                };
        Result.Plan plan = result.plan();
        Duration usual = spacing.of(claim.domain());
        Duration rest = plan.domainRest();
        return statement
                        .param("domain", claim.domain())
                        .param("claim", claim.id())
                        .param("id", claim.target().source())
                        .param("next", ClaimRows.seconds(plan.next()))
                        .param("rest", ClaimRows.seconds(plan.rest()))
                        .param("pause", ClaimRows.seconds(rest.compareTo(usual) > 0 ? rest : usual))
                        .update()
                > 0;
    }

    private StatementSpec changed(Result.Changed changed) {
        Result.Facts facts = changed.facts();
        return answered(jdbc.sql(NEW), changed.validators(), changed.moved())
                .param("title", line(facts.title()))
                .param("site", line(facts.siteUrl()))
                .param("description", line(facts.description()))
                .param("language", line(facts.language()))
                .param("icon", line(facts.iconUrl()))
                .param(
                        "ttl",
                        facts.pace().timeToLive().map(Duration::toSeconds).orElse(null),
                        Types.BIGINT)
                .param("hours", facts.pace().skipHours().toArray(Integer[]::new))
                .param(
                        "days",
                        facts.pace().skipDays().stream()
                                .map(DayOfWeek::getValue)
                                .toArray(Integer[]::new))
                .param("hub", line(facts.hub()))
                .param("topic", line(facts.topic()))
                .param("gap", changed.gapSeconds().orElse(null), Types.DOUBLE)
                .param("news", changed.news());
    }

    private static StatementSpec answered(
            StatementSpec statement, Validators validators, Optional<Moved> moved) {
        return statement
                .param("etag", validators.etag(), Types.VARCHAR)
                .param("modified", validators.lastModified(), Types.VARCHAR)
                .param("hash", validators.bodyHash(), Types.BINARY)
                .param("to", moved.map(Moved::to).orElse(null), Types.VARCHAR)
                .param(
                        "since",
                        moved.map(one -> one.since().atOffset(ZoneOffset.UTC)).orElse(null),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("seen", moved.map(Moved::seen).orElse(0));
    }

    private static String line(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }
}
