package dev.warren.feeds.digest;

import dev.warren.core.mail.Outbox;
import dev.warren.core.people.People;
import dev.warren.feeds.digest.DigestRows.Claim;
import dev.warren.feeds.mail.Consents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Looks every few seconds for what is due, and has it run, a few at a time. One thread. */
final class DigestPoll implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DigestPoll.class);
    private static final int AT_A_TIME = 4;
    private static final int MOST_ROUNDS = 200;
    private static final int MOST_ASKED = 20;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration ASK_EVERY = Duration.ofMinutes(1);

    /** What it stands on. */
    record Parts(
            DigestRunner runner,
            DigestRows rows,
            Consents consents,
            Outbox outbox,
            People people,
            DigestProperties settings,
            InstantSource clock) {}

    private final Parts parts;
    private Instant askAt = Instant.MIN;

    DigestPoll(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void run() {
        try {
            boolean free = !parts.settings.consent() || parts.outbox.folder().isPresent();
            List<Claim> due = parts.runner.due(AT_A_TIME, free);
            for (int round = 0; !due.isEmpty() && round < MOST_ROUNDS; round++) {
                if (!together(due)) {
                    return;
                }
                due = parts.runner.due(AT_A_TIME, free);
            }
            if (!free) {
                askOnce();
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("digests wait cause={}", away.toString());
        }
    }

    /** Whether to go on. */
    private boolean together(List<Claim> due) {
        List<Thread> threads = new ArrayList<>();
        due.forEach(claim ->
                threads.add(
                        Thread.ofVirtual().name("digest").start(() -> parts.runner.run(claim))));
        try {
            for (Thread thread : threads) {
                if (!thread.join(LONGEST)) {
                    LOG.warn("digest takes long");
                }
            }
            return true;
        } catch (InterruptedException stopped) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Questions that could not leave while there was no mail server. */
    private void askOnce() {
        Instant now = parts.clock.instant();
        if (askAt.isAfter(now)) {
            return;
        }
        askAt = now.plus(ASK_EVERY);
        for (Digest digest : parts.rows.unasked(MOST_ASKED, now)) {
            parts.people
                    .account(digest.owner())
                    .ifPresent(account -> parts.consents.stand(account, digest.email()));
        }
    }
}
