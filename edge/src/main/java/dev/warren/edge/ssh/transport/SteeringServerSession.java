package dev.warren.edge.ssh.transport;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/**
 * A server session that proposes ciphers after it has seen the client's, so that a client that can
 * do AES-GCM is offered nothing slower.
 *
 * <p>The client's order decides between what both offer, and OpenSSH's default order puts AES-CTR
 * with a separate MAC before AES-GCM, at three times the cost here. A client that waits for the
 * server to propose first gets the whole list after a short while.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4253#section-7.1">RFC 4253, 7.1</a>
 */
abstract class SteeringServerSession extends ServerSessionImpl {

    private static final long PATIENCE_MILLIS = 500;
    private static final String STEERED_TO = "-gcm@openssh.com";

    private boolean proposed;

    SteeringServerSession(ServerFactoryManager server, IoSession connection) throws Exception {
        super(server, connection);
    }

    @Override
    protected byte[] sendKexInit() throws Exception {
        if (proposed || !clientProposal.isEmpty()) {
            proposed = true;
            return super.sendKexInit();
        }
        ((NettyIoSession) getIoSession())
                .eventLoop()
                .schedule(this::proposeAtLast, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return new byte[0];
    }

    private void proposeAtLast() {
        if (proposed || !isOpen()) {
            return;
        }
        try {
            proposed = true;
            super.sendKexInit();
        } catch (Exception failed) {
            exceptionCaught(failed);
        }
    }

    @Override
    protected void handleKexInit(Buffer buffer) throws Exception {
        super.handleKexInit(buffer);
        if (!proposed) {
            sendKexInit();
        }
    }

    @Override
    protected byte[] sendKexInit(Map<KexProposalOption, String> proposal) throws Exception {
        Map<KexProposalOption, String> steered = new EnumMap<>(proposal);
        steer(steered, KexProposalOption.C2SENC);
        steer(steered, KexProposalOption.S2CENC);
        return super.sendKexInit(steered);
    }

    private void steer(Map<KexProposalOption, String> proposal, KexProposalOption direction) {
        String theirs = clientProposal.getOrDefault(direction, "");
        String ours = proposal.getOrDefault(direction, "");
        String common =
                Arrays.stream(ours.split(","))
                        .filter(name -> name.endsWith(STEERED_TO))
                        .filter(Arrays.asList(theirs.split(","))::contains)
                        .collect(Collectors.joining(","));
        if (!common.isEmpty()) {
            proposal.put(direction, common);
        }
    }
}
