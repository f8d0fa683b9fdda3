package dev.warren.core.webhooks;

import dev.warren.core.events.WebhookSwitchedOff;
import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import dev.warren.core.webhooks.ClaimRows.Claim;
import dev.warren.core.webhooks.ClaimRows.Failure;
import dev.warren.core.webhooks.ClaimRows.Waiting;
import dev.warren.core.webhooks.WebhookMetrics.Loss;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One webhook's turn: its events in order, until there are none, one does not get through, or
 * others have waited long enough. Confined to a virtual thread of its own.
 */
final class Turn implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** What a turn works with. */
    record Parts(
            ClaimRows claims,
            Attempts attempts,
            Backoff backoff,
            Supplier<SecretBox> secrets,
            MemoryBudget budget,
            Consumer<Object> publisher,
            WebhookMetrics metrics,
            WebhooksProperties settings,
            InstantSource clock) {}

    private final Parts parts;
    private final Claim claim;
    private final BooleanSupplier stopping;

    /** In a row, with those of earlier turns. */
    private int failures;

    private @Nullable Instant failingSince;

    /**
     * @param stopping whether the program ends, so that an attempt that fails now says nothing
     */
    Turn(Parts parts, Claim claim, BooleanSupplier stopping) {
        this.parts = parts;
        this.claim = claim;
        this.stopping = stopping;
        this.failures = claim.failures();
        this.failingSince = claim.failingSince().orElse(null);
    }

    @Override
    public void run() {
        try (Reservation _ = parts.budget.reserve(Attempts.MOST_BYTES)) {
            deliver();
        } catch (BudgetExceededException | DataAccessException | TransactionException later) {
            LOG.debug("webhook waits account={} cause={}", claim.name(), later.toString());
        } finally {
            release();
        }
    }

    private void deliver() {
        Instant end = now().plus(parts.settings.timeout());
        boolean goesOn = true;
        while (goesOn) {
            Optional<Waiting> next = parts.claims.next(claim, now());
            goesOn = next.isPresent() && deliver(next.get()) && now().isBefore(end);
        }
    }

    private boolean deliver(Waiting event) {
        @Nullable Target target = open();
        Outcome outcome =
                target == null
                        ? new Outcome.Failed(
                                "what is stored of it cannot be decrypted", "", Optional.empty())
                        : parts.attempts.make(
                                target, event.envelope().message(), event.envelope().body());
        // whoever interrupted has been heard; what follows is to be stored
        boolean interrupted = Thread.interrupted();
        LOG.debug(
                "webhook account={} outcome={} interrupted={}",
                claim.name(),
                outcome.tag(),
                interrupted);
        return store(event, outcome, target == null ? "" : target.url().getHost());
    }

    private @Nullable Target open() {
        try {
            return Target.open(parts.secrets.get(), claim.target(), claim.account(), claim.topic());
        } catch (SecretException unreadable) {
            LOG.error("webhook unreadable account={}", claim.name(), unreadable);
            return null;
        }
    }

    /** Whether the next one may go. */
    private boolean store(Waiting event, Outcome outcome, String host) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> {
                parts.claims.accepted(claim, event, accepted.result(), now());
                failures = 0;
                failingSince = null;
                yield !stopping.getAsBoolean();
            }
            // what is cut off by the program's own end says nothing of the receiver
            case Outcome.Refused _, Outcome.Failed _, Outcome.Gone _ when stopping.getAsBoolean() ->
                    false;
            case Outcome.Gone gone -> {
                switchOff(gone.result(), "the receiver wants no more events (410 Gone)", host);
                yield false;
            }
            case Outcome.Refused refused ->
                    !isHopeless(refused, host) && putAside(event, refused.result());
            case Outcome.Failed failed -> !isHopeless(failed, host) && rest(event, failed);
        };
    }

    /** Switches the webhook off if nothing was accepted for too long. */
    private boolean isHopeless(Outcome last, String host) {
        Instant since = failingSince == null ? now() : failingSince;
        failingSince = since;
        boolean hopeless = since.isBefore(now().minus(parts.settings.switchOff()));
        if (hopeless) {
            Duration failing = Duration.ofSeconds(Duration.between(since, now()).toSeconds());
            String reason =
                    "no event was accepted for %s; the last attempt: %s"
                            .formatted(failing, last.result());
            switchOff(last.result(), reason, host);
        }
        return hopeless;
    }

    private boolean putAside(Waiting event, String result) {
        Instant again = parts.backoff.after(event.attempts() + 1, Optional.empty(), now());
        lost(
                Loss.GIVEN_UP,
                parts.claims.refused(claim, new Failure(event, result, again, tooOld()), now()));
        return true;
    }

    private boolean rest(Waiting event, Outcome.Failed failed) {
        failures++;
        Instant again = parts.backoff.after(failures, failed.pause(), now());
        Failure failure = new Failure(event, failed.result(), again, tooOld());
        lost(Loss.GIVEN_UP, parts.claims.failed(claim, failure, now()));
        return false;
    }

    private void switchOff(String result, String reason, String host) {
        lost(Loss.SWITCHED_OFF, parts.claims.switchOff(claim, result, reason, now()));
        LOG.info(
                "webhook switched off account={} topic={} reason=\"{}\"",
                claim.name(),
                claim.topic(),
                reason);
        parts.publisher.accept(
                new WebhookSwitchedOff(claim.topic(), claim.name(), host, reason, now()));
    }

    private void lost(Loss why, int events) {
        if (events > 0) {
            parts.metrics.lost(why, events);
        }
    }

    private void release() {
        try {
            parts.claims.release(claim);
        } catch (DataAccessException | TransactionException away) {
            // the claim ends by itself
            LOG.debug("webhook not released account={} cause={}", claim.name(), away.toString());
        }
    }

    private Instant tooOld() {
        return now().minus(parts.settings.giveUp());
    }

    private Instant now() {
        return parts.clock.instant();
    }
}
