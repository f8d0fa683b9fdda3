package dev.warren.feeds.file;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import org.springframework.scheduling.support.CronExpression;

/**
 * The minutes at which a digest is due: a cron expression in a time zone.
 *
 * <p>When clocks are put forward, a time that does not exist is honoured as much later as they are
 * put forward; when they are put back, a time that comes twice is honoured once. A schedule for
 * every hour is kept every hour, whatever the clocks do.
 */
public final class Schedule {

    /** Clocks are nowhere put forward by more. */
    private static final int MOST_HOURS_FORWARD = 3;

    private final String cron;
    private final ZoneId zone;
    private final List<CronExpression> expressions;
    private final boolean everyHour;

    /**
     * @param cron five fields or a word such as {@code @daily}
     * @throws IllegalArgumentException with a sentence when it cannot be understood, never comes,
     *     or comes more often than every five minutes
     */
    public Schedule(String cron, ZoneId zone) {
        CronText text = CronText.parse(cron);
        this.cron = cron;
        this.zone = zone;
        this.expressions = text.expressions();
        this.everyHour = text.everyHour();
    }

    public String cron() {
        return cron;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first due minute after {@code after}. */
    public Instant next(Instant after) {
        return everyHour ? byOffset(after) : byClock(after);
    }

    /** Local times in their order, each as the instant that it is first. */
    private Instant byClock(Instant after) {
        LocalDateTime local =
                next(LocalDateTime.ofInstant(after, zone).minusHours(MOST_HOURS_FORWARD));
        while (!instant(local).isAfter(after)) {
            local = next(local);
        }
        Instant first = instant(local);
        // where clocks are put forward, a later local time can be an earlier instant
        LocalDateTime last = LocalDateTime.ofInstant(first, zone);
        for (LocalDateTime more = next(local); more.isBefore(last); more = next(more)) {
            Instant at = instant(more);
            first = at.isAfter(after) && at.isBefore(first) ? at : first;
        }
        return first;
    }

    private Instant instant(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }

    /** Stretches of one offset from UTC each, so that repeated hours count again. */
    private Instant byOffset(Instant after) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime local = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            Instant at = next(local).toInstant(offset);
            if (change == null || at.isBefore(change.getInstant())) {
                return at;
            }
            offset = change.getOffsetAfter();
            local = LocalDateTime.ofInstant(change.getInstant(), offset).minusSeconds(1);
            change = rules.nextTransition(change.getInstant());
        }
    }

    private LocalDateTime next(LocalDateTime local) {
        return CronText.next(expressions, local)
                .orElseThrow(() -> new IllegalStateException("no end of time: " + cron));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule schedule
                && schedule.cron.equals(cron)
                && schedule.zone.equals(zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(cron, zone);
    }

    @Override
    public String toString() {
        return cron + " " + zone;
    }
}
