package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.net.ChargedReads;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Decides who may connect: so many in all, so many from one address, each with its memory. */
final class ConnectionGate {

    /** What a connection holds while idle: the reserve of its reads, and its own objects. */
    static final int BYTES = ChargedReads.RESERVE + 2048;

    private static final int NETWORK_BYTES = 8;

    /** Why a connection is refused; the name is the reason in metrics. */
    enum Refusal {
        CONNECTIONS("too many connections"),
        ADDRESS("too many connections from your address"),
        MEMORY("no memory is left for more connections"),
        GONE("closed before it was looked at");

        private final String words;

        Refusal(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** An IPv4 address or the first half of an IPv6 address. */
    private record Network(long bits, int kind) {

        static Network of(InetAddress address) {
            byte[] bytes = address.getAddress();
            int length = address instanceof Inet6Address ? NETWORK_BYTES : bytes.length;
            long bits = 0;
            for (byte part : Arrays.copyOf(bytes, length)) {
                bits = bits << 8 | part & 0xff;
            }
            return new Network(bits, length);
        }
    }

    private final int most;
    private final int mostPerAddress;
    private final MemoryBudget budget;
    private final AtomicInteger open = new AtomicInteger();

    /** At most {@link #most} entries: every one of them has a connection. */
    private final Map<Network, Integer> perAddress = new ConcurrentHashMap<>();

    ConnectionGate(int most, int mostPerAddress, MemoryBudget budget) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.budget = budget;
    }

    /** Lets a connection in, which must {@link #leave} later; or says why not. */
    @Nullable Refusal enter(InetAddress address, boolean counted) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return Refusal.CONNECTIONS;
        }
        if (!budget.tryAcquire(BYTES)) {
            open.decrementAndGet();
            return Refusal.MEMORY;
        }
        if (counted && perAddress.merge(Network.of(address), 1, Integer::sum) > mostPerAddress) {
            leave(address, true);
            return Refusal.ADDRESS;
        }
        return null;
    }

    void leave(InetAddress address, boolean counted) {
        open.decrementAndGet();
        budget.release(BYTES);
        if (counted) {
            perAddress.computeIfPresent(
                    Network.of(address), (network, count) -> count == 1 ? null : count - 1);
        }
    }
}
