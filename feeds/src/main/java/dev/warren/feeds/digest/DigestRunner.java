package dev.warren.feeds.digest;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.feeds.digest.DigestRows.Claim;
import dev.warren.feeds.file.FileOptions.Images;
import dev.warren.feeds.mail.InlinePictures;
import dev.warren.feeds.source.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs digests that are due. A run's mails, the note of the items that they have and the next due
 * minute are committed together, so a crash before that is as if nothing had been done, and a crash
 * after it leaves the mails to the outbox. Blocks; thread-safe.
 */
public final class DigestRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DigestRunner.class);

    /** What the texts of a run take, which are cut before they are read. */
    private static final long MEMORY = 4L << 20;

    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** What it stands on. */
    record Parts(
            DigestRows rows,
            DigestSources digestSources,
            Sources sources,
            DigestBuilder builder,
            Supplier<OutboundHttp> http,
            MemoryBudget memory,
            TransactionTemplate transactions,
            InstantSource clock) {}

    private final Parts parts;

    DigestRunner(Parts parts) {
        this.parts = parts;
    }

    /**
     * Claims what is due.
     *
     * @param free whether nobody has to agree
     */
    List<Claim> due(int most, boolean free) {
        Instant now = parts.clock.instant();
        return parts.rows.take(most, free, now.plus(CLAIM), now);
    }

    /** Runs what was claimed. */
    void run(Claim claim) {
        try (Reservation _ = parts.memory.reserve(MEMORY, WAIT)) {
            InlinePictures pictures = pictures(claim);
            Optional<DigestRun> run =
                    parts.transactions.execute(_ -> locked(claim, true, pictures));
            if (run != null) {
                run.filter(made -> made.mails() > 0)
                        .ifPresent(made ->
                                LOG.info(
                                        "digest made digest={} run={} items={} mails={}",
                                        claim.digest(),
                                        made.id(),
                                        made.items(),
                                        made.mails()));
            }
        } catch (BudgetExceededException full) {
            // it stays due
            LOG.warn("digest waits for memory digest={}", claim.digest());
            parts.rows.release(claim);
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("digest not made digest={} cause={}", claim.digest(), away.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("digest cannot be made digest={}", claim.digest(), failed);
        }
    }

    /** Builds once for nothing, so that nothing is fetched while the digest is locked. */
    private InlinePictures pictures(Claim claim) {
        InlinePictures pictures = new InlinePictures();
        boolean wanted =
                parts.rows
                        .find(claim.digest())
                        .filter(one -> one.file().options().images() == Images.INLINE)
                        .isPresent();
        if (wanted) {
            parts.transactions.executeWithoutResult(transaction -> {
                locked(claim, false, pictures);
                transaction.setRollbackOnly();
            });
            pictures.fetch(parts.http.get(), parts.clock);
        }
        return pictures;
    }

    private Optional<DigestRun> locked(Claim claim, boolean honours, InlinePictures pictures) {
        Optional<Digest> locked = parts.rows.lock(claim);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        Digest digest = locked.get();
        Instant now = parts.clock.instant();
        DigestRun run =
                parts.builder.build(digest, honours ? digest.nextRunAt() : now, now, pictures);
        // however many minutes were missed, they are caught up with once
        Instant next = honours ? digest.file().schedule().next(now) : digest.nextRunAt();
        parts.rows.ran(digest.id(), next, now);
        parts.rows.release(claim);
        parts.sources.wantBy(parts.digestSources.of(digest.id()), next);
        return Optional.of(run);
    }

    /**
     * Runs a digest now, whatever is due.
     *
     * @param dry whether nothing is to come of it
     * @return empty when it is under way already, or gone
     * @throws BudgetExceededException when there is no memory for it
     */
    public Optional<DigestRun> runNow(long digest, boolean dry) {
        Instant now = parts.clock.instant();
        Optional<Claim> claim = parts.rows.take(digest, now.plus(CLAIM), now);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        try (Reservation _ = parts.memory.reserve(MEMORY)) {
            InlinePictures pictures = dry ? new InlinePictures() : pictures(claim.get());
            Optional<DigestRun> run =
                    parts.transactions.execute(transaction -> {
                        Optional<DigestRun> made = locked(claim.get(), false, pictures);
                        if (dry) {
                            transaction.setRollbackOnly();
                        }
                        return made;
                    });
            return run == null ? Optional.empty() : run;
        } finally {
            parts.rows.release(claim.get());
        }
    }
}
