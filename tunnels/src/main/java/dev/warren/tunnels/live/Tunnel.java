package dev.warren.tunnels.live;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.OwnerBudget;
import dev.warren.core.people.Account;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A forward that stands: an address, the SSH connection behind it, and the streams between.
 *
 * <p>Identity is by reference. What can change is guarded by the owner's lock in {@link Tunnels},
 * except for counters.
 */
public final class Tunnel {

    private final long id;
    private final TunnelAddress address;
    private final TunnelClient client;
    private final ForwardRequest key;
    private final OwnerBudget budget;
    private final TunnelStreams streams;
    private final Instant since;
    private final LongAdder requests = new LongAdder();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Exposures.@Nullable Exposure exposure;

    /** What a tunnel is made of. */
    record Parts(
            long id,
            TunnelAddress address,
            TunnelClient client,
            ForwardRequest key,
            OwnerBudget budget,
            TunnelStreams streams,
            Instant since) {}

    Tunnel(Parts parts) {
        this.id = parts.id;
        this.address = parts.address;
        this.client = parts.client;
        this.key = parts.key;
        this.budget = parts.budget;
        this.streams = parts.streams;
        this.since = parts.since;
    }

    /** Unique in this process. */
    public long id() {
        return id;
    }

    public TunnelAddress address() {
        return address;
    }

    /** The connection as the tunnels see it. */
    public TunnelClient client() {
        return client;
    }

    public SshConnection connection() {
        return client.connection();
    }

    public Account owner() {
        return client.connection().account();
    }

    /** The request by which the client would cancel it: with the port that was really bound. */
    public ForwardRequest key() {
        return key;
    }

    /** What all bytes of its streams are charged to; the owner's other tunnels share it. */
    public MemoryBudget budget() {
        return budget.budget();
    }

    public TunnelStreams streams() {
        return streams;
    }

    public Instant since() {
        return since;
    }

    /** HTTP requests that were answered. */
    public long requests() {
        return requests.sum();
    }

    /** Counts one answered HTTP request. */
    public void countRequest() {
        requests.increment();
    }

    void exposedBy(Exposures.Exposure way) {
        exposure = way;
    }

    /** Closes the way in and gives the budget back; the first time only. */
    boolean end(Ending how) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (exposure != null) {
            exposure.close();
        }
        if (how.cutsStreams()) {
            streams.closeAll();
        }
        budget.close();
        return true;
    }

    @Override
    public String toString() {
        return address.name();
    }
}
