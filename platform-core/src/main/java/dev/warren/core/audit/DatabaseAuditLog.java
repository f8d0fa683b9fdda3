package dev.warren.core.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log in the table {@code core.audit_entries}; old entries go now and then. */
final class DatabaseAuditLog implements AuditLog {

    private static final int LONGEST = 1000;
    private static final int CLEAN_EVERY = 500;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Duration keep;
    private final AtomicInteger written = new AtomicInteger();

    DatabaseAuditLog(JdbcClient jdbc, InstantSource clock, Duration keep) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.keep = keep;
    }

    @Override
    public void record(String actor, String action, String subject, String detail) {
        Instant now = clock.instant();
        jdbc.sql(
                        "insert into core.audit_entries (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)")
                .param(at(now))
                .param(bounded(actor))
                .param(bounded(action))
                .param(bounded(subject))
                .param(bounded(detail))
                .update();
        if (written.getAndIncrement() % CLEAN_EVERY == 0) {
            jdbc.sql("delete from core.audit_entries where at < ?")
                    .param(at(now.minus(keep)))
                    .update();
        }
    }

    @Override
    public List<AuditEntry> latest(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "limit: %d (expected: 1 to %d)".formatted(limit, MOST));
        }
        return jdbc.sql(
                        "select id, at, actor, action, subject, detail from core.audit_entries order by id desc limit ?")
                .param(limit)
                .query((row, _) ->
                        new AuditEntry(
                                row.getLong("id"),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getString("actor"),
                                row.getString("action"),
                                row.getString("subject"),
                                row.getString("detail")))
                .list();
    }

    private static String bounded(String text) {
        String clean = text.replace("\0", "");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
