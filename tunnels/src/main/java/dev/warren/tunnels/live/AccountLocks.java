package dev.warren.tunnels.live;

import dev.warren.core.people.Account;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One lock for all changes to an account's tunnels, so that a takeover never meets half a tunnel.
 * Accounts share a fixed number of locks. Held by virtual threads only, also while a port is opened
 * or closed, which takes the system microseconds.
 */
final class AccountLocks {

    private static final int COUNT = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(COUNT).toArray(ReentrantLock[]::new);

    /** Ends the hold when closed. */
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held hold(Account account) {
        ReentrantLock lock = locks[Math.floorMod(account.id(), COUNT)];
        lock.lock();
        return lock::unlock;
    }
}
