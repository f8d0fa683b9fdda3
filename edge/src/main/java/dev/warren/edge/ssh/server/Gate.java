package dev.warren.edge.ssh.server;

import dev.warren.edge.net.RefusalLog;
import dev.warren.edge.ssh.login.Login;
import dev.warren.edge.ssh.login.LoginWatch;
import dev.warren.edge.ssh.transport.NettyIoSession;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections from their first packet to their end, and turns away those over a limit, those
 * of addresses that failed to log in too often, and those that take too long to log in. Runs on
 * event loops.
 */
final class Gate implements SessionListener, LoginWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final AttributeKey<Visit> VISIT = new AttributeKey<>();

    private final SshProperties settings;
    private final InstantSource clock;
    private final SshMetrics metrics;
    private final LoginThrottle throttle;
    private final RefusalLog refusals;
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private final Map<AddressBlock, Integer> perBlock = new ConcurrentHashMap<>();

    Gate(SshProperties settings, InstantSource clock, SshMetrics metrics) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.throttle = new LoginThrottle(settings.loginFailures(), clock);
        this.refusals = new RefusalLog("ssh", clock);
        metrics.gauge("unauthenticated", "Connections not logged in yet", strangers, n -> n.get());
    }

    @Override
    public void sessionCreated(Session session) {
        AddressBlock block = AddressBlock.of(session.getIoSession().getRemoteAddress());
        Visit visit = new Visit(block, clock.millis());
        session.setAttribute(VISIT, visit);
        int ofBlock = perBlock.merge(block, 1, Integer::sum);
        int all = total.incrementAndGet();
        int unknown = strangers.incrementAndGet();
        Optional<Refusal> refusal = refusal(block, all, ofBlock, unknown);
        if (refusal.isPresent()) {
            turnAway(session, visit, refusal.get());
        } else {
            limitTime(session);
        }
    }

    private Optional<Refusal> refusal(AddressBlock block, int all, int ofBlock, int unknown) {
        if (all > settings.maxConnections() || unknown > settings.maxUnauthenticated()) {
            return Optional.of(
                    new Refusal("connections", "the server has as many connections as it may"));
        }
        if (ofBlock > settings.maxConnectionsPerAddress()) {
            return Optional.of(
                    new Refusal(
                            "connections-per-address",
                            "your address has as many connections as it may"));
        }
        Duration wait = throttle.wait(block);
        return wait.isZero()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                "throttled",
                                "too many failed log-ins from your address; try again in %d s"
                                        .formatted(wait.toSeconds() + 1)));
    }

    /** After the identification, which is being sent right now: before it nobody would read on. */
    private void turnAway(Session session, Visit visit, Refusal refusal) {
        metrics.refused(refusal.reason());
        refusals.refused(refusal.reason(), "address=" + visit.block());
        loop(session)
                .execute(() ->
                        disconnect(
                                session,
                                SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS,
                                refusal.sentence()));
    }

    private void limitTime(Session session) {
        var timer =
                loop(session)
                        .schedule(
                                () -> tooLate(session),
                                settings.loginGraceTime().toNanos(),
                                TimeUnit.NANOSECONDS);
        session.addCloseFutureListener(_ -> timer.cancel(false));
    }

    private void tooLate(Session session) {
        if (!session.isAuthenticated() && session.isOpen()) {
            metrics.refused("grace-time");
            disconnect(
                    session,
                    SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
                    "the log-in took longer than %d s"
                            .formatted(settings.loginGraceTime().toSeconds()));
        }
    }

    private static void disconnect(Session session, int code, String sentence) {
        try {
            session.disconnect(code, sentence);
        } catch (IOException gone) {
            session.close(true);
        }
    }

    private static io.netty.channel.EventLoop loop(Session session) {
        return ((NettyIoSession) session.getIoSession()).eventLoop();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Visit visit = session.getAttribute(VISIT);
        if (event == Event.Authenticated && visit != null && visit.comesIn()) {
            strangers.decrementAndGet();
            metrics.handshake(Duration.ofMillis(clock.millis() - visit.sinceMillis));
        }
    }

    @Override
    public void sessionException(Session session, Throwable thrown) {
        LOG.debug("ssh connection broke", thrown);
    }

    @Override
    public void sessionClosed(Session session) {
        Visit visit = session.getAttribute(VISIT);
        if (visit == null || !visit.leaves()) {
            return;
        }
        total.decrementAndGet();
        perBlock.computeIfPresent(visit.block(), (_, n) -> n > 1 ? n - 1 : null);
        if (!visit.in) {
            strangers.decrementAndGet();
            if (visit.failures > 0) {
                throttle.failed(visit.block());
            }
        }
    }

    @Override
    public void accepted(ServerSession session, Login login) {
        metrics.login("accepted");
        LOG.debug("ssh login account={} key={}", login.account().name(), login.fingerprint());
    }

    @Override
    public void refused(ServerSession session, String reason) {
        metrics.login(reason);
        Visit visit = session.getAttribute(VISIT);
        if (visit != null) {
            visit.failures++;
            refusals.refused(reason, "login address=" + visit.block());
        }
    }

    @Override
    public void registered(ServerSession session, Login login) {
        metrics.login("registered");
        LOG.info("ssh registered account={} key={}", login.account().name(), login.fingerprint());
    }

    private record Refusal(String reason, String sentence) {}

    /** One connection as the gate sees it; written by its event loop, or by its log-in's thread. */
    private static final class Visit {

        private final AddressBlock block;
        private final long sinceMillis;
        private volatile int failures;
        private volatile boolean in;
        private volatile boolean gone;

        Visit(AddressBlock block, long sinceMillis) {
            this.block = block;
            this.sinceMillis = sinceMillis;
        }

        AddressBlock block() {
            return block;
        }

        synchronized boolean comesIn() {
            boolean first = !in && !gone;
            in = true;
            return first;
        }

        synchronized boolean leaves() {
            boolean first = !gone;
            gone = true;
            return first;
        }
    }
}
