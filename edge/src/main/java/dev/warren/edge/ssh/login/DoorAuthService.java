package dev.warren.edge.ssh.login;

import dev.warren.edge.ssh.transport.NettyIoSession;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.jspecify.annotations.Nullable;

/**
 * The authentication protocol, in which a public key may wait for its account to be made. Whatever
 * the client sends meanwhile takes the place of what waits.
 */
final class DoorAuthService extends ServerUserAuthService {

    private static final AttributeKey<DoorAuthService> KEY = new AttributeKey<>();

    /** Guarded by {@code this}. */
    private @Nullable UserAuth waiting;

    private DoorAuthService(Session session) throws IOException {
        super(session);
        session.setAttribute(KEY, this);
    }

    static ServiceFactory factory() {
        return new ServiceFactory() {
            @Override
            public String getName() {
                return "ssh-userauth";
            }

            @Override
            public Service create(Session session) throws IOException {
                return new DoorAuthService(session);
            }
        };
    }

    /** The service of a session that is authenticating. */
    static DoorAuthService of(Session session) {
        DoorAuthService service = session.getAttribute(KEY);
        if (service == null) {
            throw new IllegalStateException(
                    "session: not authenticating (expected: authenticating)");
        }
        return service;
    }

    @Override
    public synchronized void process(int command, Buffer buffer) throws Exception {
        waiting = null;
        super.process(command, buffer);
    }

    /** Notes, while {@code auth} is asked, that its answer comes later. */
    synchronized void waitFor(UserAuth auth) {
        waiting = auth;
    }

    /** Gives the answer of {@code auth}, on the event loop, unless something took its place. */
    void answer(UserAuth auth, BooleanSupplier answer) {
        ((NettyIoSession) getSession().getIoSession())
                .eventLoop()
                .execute(() -> answerNow(auth, answer));
    }

    private synchronized void answerNow(UserAuth auth, BooleanSupplier answer) {
        if (waiting == auth && getSession().isOpen()) {
            waiting = null;
            asyncAuth(
                    SshConstants.SSH_MSG_USERAUTH_REQUEST,
                    new ByteArrayBuffer(),
                    answer.getAsBoolean());
        }
    }
}
