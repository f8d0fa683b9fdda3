package dev.warren.tunnels.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.tunnels.live.AccountGates;
import dev.warren.tunnels.policy.AccountGate;
import dev.warren.tunnels.policy.Allowance;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What each account is allowed, from memory. A gate lives as long as a tunnel of its account; what
 * an administrator says reaches those that live at once. Thread-safe.
 */
final class LimitBook implements AccountGates {

    private static final Logger LOG = LoggerFactory.getLogger(LimitBook.class);

    private final LimitStore store;
    private final Allowance usual;

    /** Bounded by the tunnels that hold its values. */
    private final Cache<Long, AccountGate> gates = Caffeine.newBuilder().weakValues().build();

    /** Swapped whole; bounded by the accounts there may be. */
    private volatile Map<Long, OwnLimits> own = Map.of();

    LimitBook(LimitStore store, Allowance usual) {
        this.store = store;
        this.usual = usual;
    }

    @Override
    public AccountGate of(long account) {
        return gates.get(account, id -> new AccountGate(allowed(id)));
    }

    /** What holds for an account. */
    Allowance allowed(long account) {
        return said(account).over(usual);
    }

    /** What was said of it. */
    OwnLimits said(long account) {
        return own.getOrDefault(account, OwnLimits.NONE);
    }

    /** Keeps what an administrator says. Blocks. */
    void put(long account, OwnLimits limits) {
        store.put(account, limits);
        refresh();
    }

    /** Reads what was said. Blocks. */
    void refresh() {
        own = Map.copyOf(store.all());
        gates.asMap().forEach((account, gate) -> gate.allow(allowed(account)));
    }

    /** The same; while the database is away, everything stays as it is. */
    void keepUp() {
        try {
            refresh();
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("limits stay as they are: {}", away.getMessage());
        }
    }
}
