package dev.warren.edge.ssh.server;

import dev.warren.core.StartRefusedException;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.SessionNews;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The SSH door: opens after everything behind it is up, and closes first. Closing stops to accept,
 * tells sessions, lets commands finish for a while, then disconnects.
 */
public final class SshDoor implements SmartLifecycle, FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(SshDoor.class);
    private static final String GOODBYE = "the server restarts; connect again";

    private final ServerAssembly assembly;
    private final Gate gate;
    private final Path keys;
    private volatile @Nullable DoorServer server;
    private volatile boolean draining;

    SshDoor(ServerAssembly assembly, Gate gate, Path keys) {
        this.assembly = assembly;
        this.gate = gate;
        this.keys = keys;
    }

    @Override
    public void start() {
        if (server != null) {
            return;
        }
        SshProperties settings = assembly.setup().settings();
        try {
            List<KeyPair> hostKeys = HostKeys.loadOrCreate(keys, SshDoor::later);
            DoorServer starting = assembly.assemble(hostKeys, gate);
            starting.start();
            draining = false;
            server = starting;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "warren.ssh.port: %d (expected: a port that is free and allowed on %s: %s)"
                            .formatted(settings.port(), settings.host(), e.getMessage()),
                    e);
        }
        LOG.info("ssh listening address={}", address().orElse(null));
    }

    @Override
    public void stop() {
        DoorServer stopping = server;
        if (stopping == null) {
            return;
        }
        draining = true;
        stopping.stopAccepting();
        Connections connections = assembly.setup().connections();
        connections
                .list()
                .forEach(c -> c.tell(new SessionNews("goodbye", GOODBYE, Map.of(), true)));
        awaitCommands(connections);
        connections.list().forEach(c -> c.disconnect(GOODBYE));
        try {
            stopping.stop(false);
        } catch (IOException e) {
            LOG.warn("ssh did not stop cleanly", e);
        }
        server = null;
    }

    private static void later(Runnable work) {
        Thread.ofPlatform().daemon().name("warren-host-key").start(work);
    }

    /** Sessions that only show news would stay for ever; they are not waited for. */
    private void awaitCommands(Connections connections) {
        try {
            Duration patience = assembly.setup().settings().drainTime();
            if (!connections.awaitCommands(patience)) {
                LOG.info("ssh commands cut off after={}", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** Late to start, early to stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public Optional<InetSocketAddress> address() {
        DoorServer running = server;
        if (running == null || draining) {
            return Optional.empty();
        }
        return running.getBoundAddresses().stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst();
    }
}
