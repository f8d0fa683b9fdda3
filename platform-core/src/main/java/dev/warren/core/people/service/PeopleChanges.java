package dev.warren.core.people.service;

import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs what changes people: one change at a time, here by a lock and on all nodes by the lock of
 * the row {@code core.people_revision}. So an act may look first and then decide. The index follows
 * after the commit.
 */
final class PeopleChanges {

    private static final Logger log = LoggerFactory.getLogger(PeopleChanges.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PeopleIndex index;
    private final PeopleRows rows;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    /** Guards the writing side of {@link #index}. */
    private final ReentrantLock lock = new ReentrantLock(true);

    PeopleChanges(
            PeopleIndex index, PeopleRows rows, JdbcClient jdbc, TransactionTemplate transactions) {
        this.index = index;
        this.rows = rows;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The accounts that an act changed. */
    static final class Touched {
        private final Set<Long> ids = new HashSet<>();

        void add(long id) {
            ids.add(id);
        }
    }

    private record Outcome<T>(T result, long revision, Map<Long, Optional<Person>> people) {}

    /** Runs an act that changes accounts, which it notes in {@link Touched}. */
    <T> T change(Function<Touched, T> act) {
        return locked(() -> {
            Outcome<T> outcome = inTransaction(() -> perform(act));
            index.apply(outcome.revision(), outcome.people());
            return outcome.result();
        });
    }

    private <T> Outcome<T> perform(Function<Touched, T> act) {
        long revision =
                jdbc.sql(
                                "update core.people_revision set revision = revision + 1 returning revision")
                        .query(Long.class)
                        .single();
        Touched touched = new Touched();
        T result = act.apply(touched);
        Map<Long, Optional<Person>> people = new HashMap<>();
        touched.ids.forEach(id -> people.put(id, rows.person(id)));
        return new Outcome<>(result, revision, people);
    }

    /** Loads everybody if anything changed that the index does not know of. */
    void refresh() {
        locked(() -> {
            inTransaction(this::reload).ifPresent(this::replace);
            return true;
        });
    }

    private record Everybody(long revision, List<Person> people) {}

    private Optional<Everybody> reload() {
        // the number first: a change that commits in between makes the next call load again
        long revision =
                jdbc.sql("select revision from core.people_revision").query(Long.class).single();
        return revision == index.current().revision()
                ? Optional.empty()
                : Optional.of(new Everybody(revision, rows.everybody()));
    }

    private void replace(Everybody everybody) {
        index.replace(everybody.revision(), everybody.people());
    }

    /** Runs something that changes no account, or only reads. */
    <T> T inTransaction(Supplier<T> work) {
        try {
            T result = transactions.execute(_ -> work.get());
            if (result == null) {
                throw new IllegalStateException("a transaction brought nothing");
            }
            return result;
        } catch (TransactionException
                | NonTransientDataAccessResourceException
                | RecoverableDataAccessException
                | TransientDataAccessException
                | UncategorizedDataAccessException away) {
            log.warn("The database does not answer: {}", away.getMessage());
            throw new PeopleException(
                    Code.UNAVAILABLE, "the database does not answer; try again in a minute");
        }
    }

    private <T> T locked(Supplier<T> work) {
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PeopleException(
                        Code.UNAVAILABLE, "too much is going on; try again in a minute");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PeopleException(Code.UNAVAILABLE, "interrupted; try again");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
