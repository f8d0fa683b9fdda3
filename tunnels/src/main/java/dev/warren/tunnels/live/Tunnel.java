package dev.warren.tunnels.live;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.OwnerBudget;
import dev.warren.core.people.Account;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.naming.TunnelName;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.Group;
import dev.warren.tunnels.options.Qr;
import dev.warren.tunnels.options.TunnelOptions;
import dev.warren.tunnels.policy.Policies;
import dev.warren.tunnels.policy.TunnelPolicy;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
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
    private final Policies policies;
    private final LongAdder requests = new LongAdder();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean pictured = new AtomicBoolean();
    private final List<String> names;
    private final Optional<String> group;
    private final Health health = new Health();
    private volatile @Nullable HttpTarget way;
    private volatile @Nullable Settled settled;
    private Exposures.@Nullable Exposure exposure;

    /** What a tunnel is made of. */
    record Parts(
            long id,
            TunnelAddress address,
            TunnelClient client,
            ForwardRequest key,
            OwnerBudget budget,
            TunnelStreams streams,
            Instant since,
            Policies policies) {}

    Tunnel(Parts parts) {
        this.id = parts.id;
        this.address = parts.address;
        this.client = parts.client;
        this.key = parts.key;
        this.budget = parts.budget;
        this.streams = parts.streams;
        this.since = parts.since;
        this.policies = parts.policies;
        this.names = names(parts.key, parts.address);
        this.group = wantedGroup();
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

    /** The group it was opened in; it stays there for as long as it stands. */
    public Optional<String> group() {
        return group;
    }

    /** Whether its options name another group by now. */
    boolean wantsAnotherGroup() {
        return !group.equals(wantedGroup());
    }

    private Optional<String> wantedGroup() {
        return address instanceof TunnelAddress.Web
                ? options().get(Group.class).map(Group::name)
                : Optional.empty();
    }

    /** What holds for it of its connection's options, as they are now. */
    public TunnelOptions options() {
        return settled().options;
    }

    /** Whom it lets in, and what it does with their requests, as its options have it now. */
    public TunnelPolicy policy() {
        return settled().policy;
    }

    private Settled settled() {
        ConnectionOptions all = client.options();
        Settled now = settled;
        if (now != null && now.from == all) {
            return now;
        }
        TunnelOptions options = all.of(names);
        // what a policy counts lives on when options of other forwards change
        Settled next =
                now != null && now.options.equals(options)
                        ? new Settled(all, options, now.policy)
                        : new Settled(all, options, policies.of(options));
        settled = next;
        return next;
    }

    /** Options and what was made of them; racing threads may make it twice. */
    private record Settled(ConnectionOptions from, TunnelOptions options, TunnelPolicy policy) {}

    /** What its user may call it in front of an option: last what is nearest. */
    static List<String> names(ForwardRequest key, TunnelAddress address) {
        Stream<String> alias =
                address instanceof TunnelAddress.Alias(TunnelName name, int port)
                        ? Stream.of(name.value())
                        : Stream.empty();
        return Stream.of(
                        Stream.of(Integer.toString(key.bindPort()), key.bindAddress()),
                        alias,
                        Stream.of(address.name(), address.shortName()))
                .flatMap(each -> each)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /**
     * Opens a stream for {@code visitor}; the result is told on the connection's event loop.
     *
     * @return fails with {@link dev.warren.edge.ssh.StreamRefusedException}
     */
    public Future<Channel> open(InetSocketAddress visitor) {
        return streams.open(visitor, policy().streams());
    }

    /** Takes one request of what its owner's tunnels may have together; else how long to wait. */
    public Duration takeOfOwner(Instant now) {
        return streams.take(now);
    }

    /** Takes one visit of its own rate and of its owner's; false when there is none left. */
    public boolean takesVisitor(Instant now) {
        return policy().takesVisitor(now) && takeOfOwner(now).isZero();
    }

    /** How many streams may be open at a time, or requests where they share streams. */
    public int mostStreams() {
        return streams.most(policy().streams());
    }

    /** Whether its user may call it {@code name}, lower case. */
    boolean isCalled(String name) {
        return names.contains(name);
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
    public void countRequest(int status) {
        streams.answered(status);
        requests.increment();
    }

    /** Whether its session is to be shown its address as a picture now; once. */
    boolean takesPicture() {
        return options().isOn(Qr.class) && pictured.compareAndSet(false, true);
    }

    /** Whether the server behind it is well. */
    public Health health() {
        return health;
    }

    /** Where its own requests go, for a web tunnel. */
    public Optional<HttpTarget> way() {
        return Optional.ofNullable(way);
    }

    /** Requests for it go to {@code target} from now on. */
    public void servedBy(HttpTarget target) {
        way = target;
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
