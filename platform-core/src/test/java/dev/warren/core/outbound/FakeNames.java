package dev.warren.core.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;

/** Names for tests: all are at 127.0.0.1 unless said otherwise. */
final class FakeNames implements DnsResolver {

    private final Map<String, ArrayDeque<List<String>>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

    void put(String name, String... addresses) {
        answers.put(name, new ArrayDeque<>(List.of(List.of(addresses))));
    }

    @SafeVarargs
    final void put(String name, List<String>... inTurn) {
        answers.put(name, new ArrayDeque<>(List.of(inTurn)));
    }

    void forget(String name) {
        answers.put(name, new ArrayDeque<>());
    }

    void hang(String name, CountDownLatch until) {
        hanging.put(name, until);
    }

    int asked(String name) {
        return asked.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        asked.computeIfAbsent(host, _ -> new AtomicInteger()).incrementAndGet();
        if (hanging.containsKey(host)) {
            awaitEnd(hanging.get(host));
        }
        if (!host.endsWith(".example")) {
            return InetAddress.getAllByName(host);
        }
        ArrayDeque<List<String>> turns = answers.get(host);
        if (turns == null) {
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        }
        List<String> now = turns.size() > 1 ? turns.removeFirst() : turns.peekFirst();
        if (now == null) {
            throw new UnknownHostException(host);
        }
        InetAddress[] addresses = new InetAddress[now.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(now.get(i));
        }
        return addresses;
    }

    @SuppressWarnings("NullAway") // only asked for what is there
    private static void awaitEnd(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
