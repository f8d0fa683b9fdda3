package dev.warren.edge.ssh.server;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.ForwardReply;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.edge.ssh.SshConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards that are only remembered. Host {@code taken} is refused; port 0 becomes 40001 and up;
 * the option {@code bad=} is complained of.
 */
final class FakeTunnels implements ForwardHandler, SessionHandler, DirectHandler {

    final List<ForwardRequest> asked = new CopyOnWriteArrayList<>();
    final List<Long> closed = new CopyOnWriteArrayList<>();
    final List<String> options = new CopyOnWriteArrayList<>();
    private final AtomicInteger ports = new AtomicInteger(40_000);
    private final Map<Long, Set<ForwardRequest>> bound = new ConcurrentHashMap<>();
    private final MemoryBudget budget = MemoryBudget.root("tunnels", 64 << 20);
    volatile long bindMillis;

    @Override
    public ForwardReply bind(SshConnection connection, ForwardRequest request) {
        asked.add(request);
        if (bindMillis > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(bindMillis * 1_000_000);
        }
        if (request.bindAddress().equals("taken")) {
            return new ForwardReply.Refused("the name taken is somebody else's");
        }
        bound.computeIfAbsent(connection.id(), _ -> ConcurrentHashMap.newKeySet()).add(request);
        int port = request.bindPort() == 0 ? ports.incrementAndGet() : request.bindPort();
        connection.tell(
                new SessionNews(
                        "up",
                        "http://" + request.bindAddress() + ".tuns.localhost",
                        Map.of("name", request.bindAddress(), "port", port),
                        false));
        return new ForwardReply.Bound(port);
    }

    @Override
    public boolean cancel(SshConnection connection, ForwardRequest request) {
        return bound.getOrDefault(connection.id(), Set.of()).remove(request);
    }

    @Override
    public void closed(SshConnection connection) {
        closed.add(connection.id());
    }

    @Override
    public List<String> options(SshConnection connection, List<String> words) {
        options.addAll(words);
        return complaints(words);
    }

    @Override
    public List<String> complaints(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("bad="))
                .map(word -> word + ": unknown option")
                .toList();
    }

    @Override
    public boolean hasWork(SshConnection connection) {
        return !bound.getOrDefault(connection.id(), Set.of()).isEmpty();
    }

    @Override
    public DirectReply connect(SshConnection connection, DirectRequest request) {
        return new DirectReply.Prohibited("there is no alias " + request.host());
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }
}
