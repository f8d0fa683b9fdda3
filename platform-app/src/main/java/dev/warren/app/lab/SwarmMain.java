package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/**
 * The program of a {@link Swarm}: does its task, prints one line, and stays until its standard
 * input ends. Every client uses curve25519-sha256, the quickest exchange that all servers know.
 */
public final class SwarmMain {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TASK_LIMIT = Duration.ofMinutes(30);
    private static final Duration LONGER_THAN_ANY_DRILL = Duration.ofHours(6);
    private static final int AT_ONCE = 8;
    private static final int READ_BUFFER = 4 << 10;

    private final Swarm.Job job;
    private final SshClient client = SshClient.setUpDefaultClient();
    private final KeyPair key;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");

    private SwarmMain(Swarm.Job job) {
        this.job = job;
        key = new FileKeyPairProvider(Path.of(job.keyFile())).loadKeys(null).iterator().next();
    }

    /** Runs it; the words are those that {@link Swarm} writes. */
    public static void main(List<String> words) throws Exception {
        new SwarmMain(Swarm.Job.parse(words)).run();
        System.exit(0);
    }

    private void run() throws Exception {
        // not the library's own, which logs a warning for each of thousands
        client.setServerKeyVerifier((session, address, hostKey) -> true);
        client.setKeyExchangeFactories(
                List.of(ClientBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)));
        client.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        // a client that gave a stalled backend up would end the very streams that a drill looks at
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(client, LONGER_THAN_ANY_DRILL);
        CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(client, READ_BUFFER);
        CoreModuleProperties.WINDOW_SIZE.set(client, (long) job.task().window());
        client.start();
        long begin = System.nanoTime();
        if (job.task().connections() > 0) {
            keep(job.task().connections());
        } else {
            repeat(begin + job.task().length().toNanos());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println(
                new Swarm.Result(done.get(), failed.get(), seconds, firstFailure.get()).line());
        while (System.in.read() >= 0) {
            continue; // what is written does not matter, only the end does
        }
    }

    private void keep(int connections) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            int number = i;
            if (!turns.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new LabException("swarm: no connection came or failed within " + PATIENCE);
            }
            Thread.ofVirtual()
                    .start(() -> {
                        attempt(number);
                        turns.release();
                        left.countDown();
                    });
        }
        left.await(TASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void repeat(long end) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (System.nanoTime() < end) {
                            close(attempt(0));
                        }
                        left.countDown();
                    });
        }
        left.await(TASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void close(@Nullable ClientSession session) {
        if (session != null) {
            session.close(true);
        }
    }

    private @Nullable ClientSession attempt(int number) {
        try {
            ClientSession session =
                    client.connect(job.login(), "127.0.0.1", job.port())
                            .verify(PATIENCE)
                            .getSession();
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            for (int i = 0; i < job.task().forwards(); i++) {
                forward(session, job.task().name(number, i), i == 0);
            }
            done.incrementAndGet();
            return session;
        } catch (IOException | RuntimeException e) {
            failed.incrementAndGet();
            firstFailure.compareAndSet("", e.toString().lines().findFirst().orElse(""));
            return null;
        }
    }

    /** The client library serves one forward for each port; the others are only asked for. */
    private void forward(ClientSession session, String name, boolean served) throws IOException {
        if (served) {
            session.startRemotePortForwarding(
                    new SshdSocketAddress(name, job.forwardPort()),
                    new SshdSocketAddress("127.0.0.1", job.task().backendPort()));
            return;
        }
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
        request.putString("tcpip-forward");
        request.putBoolean(true);
        request.putString(name);
        request.putUInt(job.forwardPort());
        if (session.request("tcpip-forward", request, PATIENCE) == null) {
            throw new IOException("forward of " + name + " refused");
        }
    }
}
