package dev.warren.core.mail;

import dev.warren.core.mail.Delivery.Result;
import dev.warren.core.mail.MailRows.Claim;
import dev.warren.core.mail.MailState.Stage;
import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One attempt at one mail that was claimed. Between the server's last word and the note of it in
 * the database a crash makes the mail go out again, with the same {@code Message-ID}; everywhere
 * else it goes out once.
 */
final class MailTurn {

    private static final Logger LOG = LoggerFactory.getLogger(MailTurn.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** What every turn uses. */
    record Parts(
            MailRows rows,
            Delivery delivery,
            MailBackoff backoff,
            List<MailListener> listeners,
            MemoryBudget budget,
            MailMetrics metrics,
            MailProperties settings,
            InstantSource clock) {

        Parts {
            listeners = List.copyOf(listeners);
        }
    }

    private final Parts parts;
    private final Claim claim;

    MailTurn(Parts parts, Claim claim) {
        this.parts = parts;
        this.claim = claim;
    }

    /**
     * Sends the mail, and notes what came of it.
     *
     * @return the wish to leave the server alone for a while
     */
    boolean run() {
        try (Reservation _ =
                parts.budget.reserve(
                        (long) MailProperties.COPIES * claim.size(), parts.settings.timeout())) {
            Optional<byte[]> message = parts.rows.message(claim);
            if (message.isEmpty()) {
                return false;
            }
            Result result = deliver(message.get());
            note(result);
            return result instanceof Result.Away;
        } catch (BudgetExceededException full) {
            parts.rows.postpone(
                    claim, false, "waits for memory", parts.backoff.after(1, now()), now());
        } catch (DataAccessException | TransactionException away) {
            // the claim ends by itself
            LOG.warn("mail not noted id={} cause={}", claim.id(), away.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** On a thread of its own, so that its time can be ended. */
    private Result deliver(byte[] message) throws InterruptedException {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Thread sending =
                Thread.ofVirtual()
                        .name("mail-smtp")
                        .start(() -> {
                            try {
                                result.complete(
                                        parts.delivery.deliver(claim.id(), claim.to(), message));
                            } catch (RuntimeException failed) {
                                result.completeExceptionally(failed);
                            }
                        });
        try {
            if (!sending.join(parts.settings.deadline())) {
                sending.interrupt();
                sending.join(LAST_WORDS);
            }
        } catch (InterruptedException stopped) {
            sending.interrupt();
            throw stopped;
        }
        if (result.isCompletedExceptionally()) {
            LOG.error("mail cannot be sent id={}", claim.id(), result.exceptionNow());
            return new Result.Later("could not be sent; the server's log says why");
        }
        return result.getNow(
                new Result.Later(
                        "the mail server was not done within " + parts.settings.deadline()));
    }

    private void note(Result result) {
        parts.metrics.attempted(result);
        Instant now = now();
        switch (result) {
            case Result.Taken(String sentence) ->
                    parts.rows.done(claim, Stage.SENT, sentence, now, _ -> {});
            case Result.Refused(String sentence) -> {
                LOG.info(
                        "mail refused id={} topic={} answer=\"{}\"",
                        claim.id(),
                        claim.topic(),
                        sentence);
                parts.rows.done(
                        claim,
                        Stage.BOUNCED,
                        sentence,
                        now,
                        sent ->
                                tell(
                                        sent,
                                        listener ->
                                                listener.bounced(sent.key(), sent.to(), sentence)));
            }
            case Result.Later(String sentence) -> again(true, sentence, now);
            case Result.Away(String sentence) -> again(false, sentence, now);
        }
    }

    private void again(boolean attempted, String sentence, Instant now) {
        if (claim.createdAt().plus(parts.settings.giveUp()).isBefore(now)) {
            LOG.warn(
                    "mail given up id={} topic={} answer=\"{}\"",
                    claim.id(),
                    claim.topic(),
                    sentence);
            parts.rows.done(
                    claim,
                    Stage.GIVEN_UP,
                    sentence,
                    now,
                    late ->
                            tell(
                                    late,
                                    listener -> listener.givenUp(late.key(), late.to(), sentence)));
            return;
        }
        int failures = attempted ? claim.attempts() + 1 : 1;
        parts.rows.postpone(claim, attempted, sentence, parts.backoff.after(failures, now), now);
    }

    private void tell(Claim mail, Consumer<MailListener> news) {
        parts.listeners.stream()
                .filter(listener -> listener.topic().equals(mail.topic()))
                .forEach(news);
    }

    private Instant now() {
        return parts.clock.instant();
    }
}
