package dev.warren.edge.ssh.server;

import dev.warren.core.Registration;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.InMemoryPeople;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.login.LoginDoor;
import dev.warren.edge.ssh.login.UserAuthorities;
import dev.warren.edge.ssh.session.CommandRunner;
import dev.warren.edge.ssh.session.SessionWorks;
import dev.warren.edge.ssh.stream.SshStreams;
import dev.warren.edge.ssh.stream.StreamProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** A real door on a free port of this machine, with people and forwards kept in memory. */
final class DoorRig implements AutoCloseable {

    private static @Nullable Path hostKeys;

    final InMemoryPeople people = new InMemoryPeople(Registration.OPEN, InstantSource.system());
    final FakeTunnels tunnels = new FakeTunnels();
    final Connections connections = new Connections();
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
                        connections);
        Gate gate = new Gate(properties, InstantSource.system(), metrics);
        Set<String> authorities =
                properties.userCa() == null ? Set.of() : UserAuthorities.read(properties.userCa());
        door =
                new SshDoor(
                        new ServerAssembly(
                                setup,
                                new EventLoops(
                                        "nio",
                                        loops,
                                        loops,
                                        NioServerSocketChannel.class,
                                        NioDomainSocketChannel.class),
                                new LoginDoor(people, authorities, InstantSource.system(), gate),
                                new SessionWorks(
                                        new CommandRunner(parts.commands),
                                        parts.drops,
                                        Optional.of(tunnels),
                                        budget),
                                Optional.of(tunnels)),
                        gate,
                        data.resolve("ssh"));
        copyHostKeys(data.resolve("ssh"));
        door.start();
    }

    /** Making an RSA key takes seconds, so all tests share one set. */
    private static synchronized void copyHostKeys(Path folder) throws IOException {
        if (hostKeys == null) {
            Path made = Files.createTempDirectory("warren-host-keys");
            HostKeys.loadOrCreate(made);
            hostKeys = made;
        }
        Files.createDirectories(folder);
        try (var files = Files.list(hostKeys)) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(file.getFileName().toString());
                if (Files.notExists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    static Parts with() {
        return new Parts();
    }

    int port() {
        return door.address().orElseThrow().getPort();
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
    static final class Parts {
        private final Map<String, String> settings = new HashMap<>();
        private final List<SshCommand> commands = new ArrayList<>();
        private final List<FileDrop> drops = new ArrayList<>();

        Parts setting(String name, Object value) {
            settings.put("warren.ssh." + name, value.toString());
            return this;
        }

        Parts command(SshCommand command) {
            commands.add(command);
            return this;
        }

        Parts drop(FileDrop drop) {
            drops.add(drop);
            return this;
        }

        DoorRig start(Path data) throws IOException {
            return new DoorRig(data, settings, this);
        }
    }
}
