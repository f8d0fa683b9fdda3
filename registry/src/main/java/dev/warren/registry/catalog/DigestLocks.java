package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Steps in which a blob's file and its rows change together: one at a time for each digest, on all
 * nodes. Blocks; thread-safe.
 */
final class DigestLocks {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, 7))";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    DigestLocks(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** What is done while a digest is locked. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    /** Runs {@code step} in a transaction that has the digest; what it throws undoes it. */
    <T> T locked(Digest digest, Step<T> step) throws IOException {
        return locked(digest, step, _ -> false);
    }

    /**
     * Runs {@code step} in a transaction that has the digest.
     *
     * @param undo says of a result that nothing of it is to stay
     */
    <T> T locked(Digest digest, Step<T> step, Predicate<T> undo) throws IOException {
        try {
            return transactions.execute(status -> run(digest, step, undo, status));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private <T> T run(
            Digest digest, Step<T> step, Predicate<T> undo, TransactionStatus transaction) {
        jdbc.sql(LOCK).param(digest.toString()).query((row, number) -> 0).list();
        try {
            T result = step.run();
            if (undo.test(result)) {
                transaction.setRollbackOnly();
            }
            return result;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
