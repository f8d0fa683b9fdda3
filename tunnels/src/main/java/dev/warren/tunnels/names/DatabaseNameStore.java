package dev.warren.tunnels.names;

import dev.warren.tunnels.names.NamesException.Code;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Names in PostgreSQL. A change locks the revision's row, so changes come one after another. */
final class DatabaseNameStore implements NameStore {

    private static final Logger log = LoggerFactory.getLogger(DatabaseNameStore.class);

    private final NameRows rows;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    DatabaseNameStore(JdbcClient jdbc, TransactionTemplate transactions) {
        this.rows = new NameRows(jdbc);
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public Optional<Everything> since(long revision) {
        return inTransaction(() -> {
            // the number first: a change that commits in between makes the next call read again
            long now =
                    jdbc.sql("select revision from tunnels.names_revision")
                            .query(Long.class)
                            .single();
            return now == revision
                    ? Optional.empty()
                    : Optional.of(new Everything(now, rows.all()));
        });
    }

    @Override
    public void keep(KeptName name, int most) {
        inTransaction(() -> {
            lock();
            Optional<KeptName> there = rows.find(name.key());
            if (there.isEmpty()) {
                requireRoom(name, most);
                rows.insert(name);
            } else if (there.get().accountId() == name.accountId()) {
                rows.setPage(name.key(), name.page());
            } else {
                throw new NamesException(
                        Code.TAKEN,
                        "%s: reserved by another account (expected: another one)"
                                .formatted(name.name()));
            }
            return true;
        });
    }

    private void requireRoom(KeptName name, int most) {
        long now = name.accountId() == 0 ? 0 : rows.countOf(name.accountId());
        if (now >= most) {
            throw new NamesException(
                    Code.TOO_MANY,
                    "your account has %d names already (expected: at most %d)"
                            .formatted(now, most));
        }
    }

    @Override
    public boolean release(KeptName.Key key, long accountId) {
        return inTransaction(() -> {
            lock();
            boolean own =
                    rows.find(key).filter(there -> there.accountId() == accountId).isPresent();
            if (own) {
                rows.delete(key);
            }
            return own;
        });
    }

    private void lock() {
        jdbc.sql("select revision from tunnels.names_revision for update")
                .query(Long.class)
                .single();
    }

    private <T> T inTransaction(Supplier<T> work) {
        try {
            T result = transactions.execute(_ -> work.get());
            if (result == null) {
                throw new IllegalStateException("a transaction brought nothing");
            }
            return result;
        } catch (DataIntegrityViolationException refused) {
            throw new NamesException(Code.NOT_FOUND, "your account has just gone; log in again");
        } catch (DataAccessException | TransactionException away) {
            log.warn("names.unavailable reason={}", away.getMessage());
            throw new NamesException(
                    Code.UNAVAILABLE, "the database does not answer; try again in a minute");
        }
    }
}
