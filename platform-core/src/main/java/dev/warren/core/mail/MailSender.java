package dev.warren.core.mail;

import dev.warren.core.mail.MailRows.Claim;
import dev.warren.core.upkeep.Turns;
import dev.warren.core.upkeep.Upkeep;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Every now and then claims mails that are due and begins to send them, so many at a time. While
 * the mail server is away, one mail a while tries it.
 */
final class MailSender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final Duration GENTLE_STOP = Duration.ofSeconds(3);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final MailTurn.Parts parts;
    private final Turns turns;
    private final Upkeep upkeep;

    /** In a row, that the server was away. */
    private volatile int away;

    private volatile Instant restUntil = Instant.MIN;

    MailSender(MailTurn.Parts parts) {
        this.parts = parts;
        this.turns = new Turns("mail", parts.settings().maxSending(), GENTLE_STOP);
        this.upkeep = new Upkeep("mail", parts.settings().poll(), Upkeep.EARLY + 2, this::poll);
    }

    private void poll() {
        try {
            Instant now = parts.clock().instant();
            int free = away > 0 ? Math.min(1, turns.free()) : turns.free();
            if (free > 0 && !restUntil.isAfter(now)) {
                Duration life =
                        parts.settings().timeout().plus(parts.settings().deadline()).plus(SLACK);
                parts.rows()
                        .take(free, life, parts.settings().domainPause(), now)
                        .forEach(this::begin);
            }
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.debug("mail waits cause={}", unreachable.toString());
        }
    }

    /** Only the upkeep's thread takes turns, so there is one. */
    private void begin(Claim claim) {
        turns.takeAndBegin(() -> run(claim));
    }

    private void run(Claim claim) {
        try {
            rest(new MailTurn(parts, claim).run());
        } catch (RuntimeException failed) {
            LOG.error("mail turn failed id={}", claim.id(), failed);
        }
    }

    private synchronized void rest(boolean serverIsAway) {
        away = serverIsAway ? Math.min(away + 1, 30) : 0;
        if (serverIsAway) {
            Duration pause = parts.settings().retry().multipliedBy(1L << Math.min(away - 1, 10));
            Duration longest =
                    LONGEST_REST.compareTo(parts.settings().retry()) > 0
                            ? LONGEST_REST
                            : parts.settings().retry();
            restUntil =
                    parts.clock().instant().plus(pause.compareTo(longest) < 0 ? pause : longest);
        }
        if (away == 1) {
            LOG.warn(
                    "mail server is away host={} waits until={}",
                    parts.settings().host(),
                    restUntil);
        }
    }

    @Override
    public void start() {
        upkeep.start();
    }

    @Override
    public void stop() {
        upkeep.stop();
        turns.end();
    }

    @Override
    public boolean isRunning() {
        return upkeep.isRunning();
    }

    @Override
    public int getPhase() {
        return upkeep.getPhase();
    }
}
