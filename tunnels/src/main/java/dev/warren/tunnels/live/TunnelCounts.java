package dev.warren.tunnels.live;

import dev.warren.core.people.Account;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many tunnels each account has; accounts without any are not kept. Thread-safe. */
final class TunnelCounts {

    private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

    int of(Account account) {
        return counts.getOrDefault(account.id(), 0);
    }

    void add(Account account) {
        counts.merge(account.id(), 1, Integer::sum);
    }

    void subtract(Account account) {
        counts.computeIfPresent(account.id(), (id, count) -> count > 1 ? count - 1 : null);
    }
}
