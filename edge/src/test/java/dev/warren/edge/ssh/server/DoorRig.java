package dev.warren.edge.ssh.server;

import dev.warren.core.Registration;
import dev.warren.core.events.AccountSuspended;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.testing.InMemoryPeople;
import dev.warren.core.testing.PreparedHostKey;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.SshConnections;
import dev.warren.edge.ssh.login.LoginDoor;
import dev.warren.edge.ssh.login.UserAuthorities;
import dev.warren.edge.ssh.session.CommandRunner;
import dev.warren.edge.ssh.session.SessionWorks;
import dev.warren.edge.ssh.stream.SshStreams;
import dev.warren.edge.ssh.stream.StreamProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** A real door on a free port of this machine, with people and forwards kept in memory. */
public final class DoorRig implements AutoCloseable {

    public final InMemoryPeople people =
            new InMemoryPeople(Registration.OPEN, InstantSource.system());
    final FakeTunnels tunnels = new FakeTunnels();
    private final Connections live = new Connections();
    public final SshConnections connections = live;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final MemoryBudget budget;
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final SshDoor door;

    private DoorRig(Path data, Map<String, String> settings, Parts parts) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("warren.ssh.port", "0");
        all.putIfAbsent("warren.ssh.host", "127.0.0.1");
        all.putIfAbsent("warren.ssh.drain-time", "200ms");
        SshProperties properties =
                new Binder(new MapConfigurationPropertySource(all))
                        .bindOrCreate("warren.ssh", SshProperties.class);
        SshMetrics metrics = new SshMetrics(registry);
        budget = MemoryBudget.root("ssh", properties.memory().toBytes());
        ConnectionSetup setup =
                new ConnectionSetup(
                        properties,
                        new SshStreams(
                                new StreamProperties(
                                        DataSize.ofKilobytes(64),
                                        DataSize.ofMegabytes(2),
                                        Duration.ofSeconds(5))),
                        Optional.of(tunnels),
                        budget,
                        InstantSource.system(),
                        metrics,
                        live,
                        ProxyProtocol.none());
        Gate gate = new Gate(properties, InstantSource.system(), metrics);
        Set<String> authorities =
                properties.userCa() == null ? Set.of() : UserAuthorities.read(properties.userCa());
        door =
                new SshDoor(
                        new ServerAssembly(
                                setup,
                                EventLoops.nio(loops, loops),
                                new LoginDoor(
                                        people,
                                        authorities,
                                        InstantSource.system(),
                                        gate,
                                        tunnels::complaints),
                                new SessionWorks(
                                        new CommandRunner(parts.commands.apply(this), people),
                                        parts.drops.apply(this),
                                        Optional.of(tunnels),
                                        budget),
                                Optional.of(tunnels)),
                        gate,
                        data.resolve("ssh"));
        PreparedHostKey.in(data.resolve("ssh"));
        door.start();
    }

    public static Parts with() {
        return new Parts();
    }

    public int port() {
        return door.address().orElseThrow().getPort();
    }

    void suspended(Account account) {
        live.on(new AccountSuspended(account, Instant.EPOCH));
    }

    double counted(String meter, String... tags) {
        var counter = registry.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        door.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    }

    /** What a test puts into its door. */
    public static final class Parts {
        private final Map<String, String> settings = new HashMap<>();
        private Function<DoorRig, List<SshCommand>> commands = _ -> List.of();
        private Function<DoorRig, List<FileDrop>> drops = _ -> List.of();

        public Parts setting(String name, Object value) {
            settings.put("warren.ssh." + name, value.toString());
            return this;
        }

        Parts command(SshCommand command) {
            commands = _ -> List.of(command);
            return this;
        }

        public Parts commands(Function<DoorRig, List<SshCommand>> made) {
            commands = made;
            return this;
        }

        public Parts drops(Function<DoorRig, List<FileDrop>> made) {
            drops = made;
            return this;
        }

        public DoorRig start(Path data) throws IOException {
            return new DoorRig(data, settings, this);
        }
    }
}
