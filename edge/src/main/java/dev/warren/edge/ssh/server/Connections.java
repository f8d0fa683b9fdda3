package dev.warren.edge.ssh.server;

import dev.warren.core.events.AccountDeleted;
import dev.warren.core.events.AccountSuspended;
import dev.warren.core.events.KeyRemoved;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.SshConnections;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.EventListener;

/** The live connections; those that may no longer be are closed upon domain events. */
final class Connections implements SshConnections {

    /** Lets the command that removed a key show its result on the connection made with it. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final Map<Long, Connection> live = new ConcurrentHashMap<>();

    /** Commands and copies that run now; guarded by {@code this}. */
    private int working;

    void add(Connection connection) {
        live.put(connection.id(), connection);
    }

    void remove(Connection connection) {
        live.remove(connection.id());
    }

    @Override
    public List<SshConnection> list() {
        return live.values().stream()
                .map(SshConnection.class::cast)
                .sorted(Comparator.comparingLong(SshConnection::id))
                .toList();
    }

    @Override
    public List<SshConnection> of(long accountId) {
        return list().stream().filter(c -> c.account().id() == accountId).toList();
    }

    @Override
    public int count() {
        return live.size();
    }

    int channels() {
        return live.values().stream().mapToInt(Connection::channels).sum();
    }

    /** Counts commands and copies that run: 1 when one starts, -1 when it ends. */
    synchronized void working(int change) {
        working += change;
        notifyAll();
    }

    /**
     * Waits until no command runs.
     *
     * @return whether that came in time
     */
    synchronized boolean awaitCommands(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (working > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    int busySessions() {
        return live.values().stream().mapToInt(Connection::sessions).sum();
    }

    @EventListener
    void on(AccountSuspended event) {
        of(event.account().id()).forEach(c -> c.disconnect("the account is suspended"));
    }

    @EventListener
    void on(AccountDeleted event) {
        of(event.account().id()).forEach(c -> c.disconnect("the account was deleted"));
    }

    @EventListener
    void on(KeyRemoved event) {
        of(event.account().id()).stream()
                .filter(c -> c.fingerprint().equals(event.fingerprint()))
                .forEach(Connections::disconnectSoon);
    }

    private static void disconnectSoon(SshConnection connection) {
        var unused =
                connection
                        .eventLoop()
                        .schedule(
                                () -> connection.disconnect("the key was removed"),
                                LAST_WORDS_MILLIS,
                                TimeUnit.MILLISECONDS);
    }
}
