package dev.warren.edge.ssh.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Asks a client for signs of life, and closes the connection after too many questions without an
 * answer. Any answer counts, also "no such request". Runs on the connection's event loop.
 */
final class KeepAlive {

    private static final String REQUEST = "keepalive@openssh.com";

    private final Session session;
    private final int most;
    private int unanswered;

    private KeepAlive(Session session, int most) {
        this.session = session;
        this.most = most;
    }

    static void start(Session session, EventLoop loop, Duration interval, int most) {
        KeepAlive keepAlive = new KeepAlive(session, most);
        long nanos = interval.toNanos();
        Future<?> timer =
                loop.scheduleAtFixedRate(keepAlive::ask, nanos, nanos, TimeUnit.NANOSECONDS);
        session.addCloseFutureListener(_ -> timer.cancel(false));
    }

    private void ask() {
        try {
            if (unanswered >= most) {
                // the client would not read a goodbye either
                session.close(true);
                return;
            }
            unanswered++;
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 32);
            buffer.putString(REQUEST);
            buffer.putBoolean(true);
            session.request(buffer, REQUEST, (_, _) -> unanswered = 0);
        } catch (IOException gone) {
            session.close(true);
        }
    }
}
