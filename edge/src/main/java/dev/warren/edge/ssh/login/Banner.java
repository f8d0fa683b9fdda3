package dev.warren.edge.ssh.login;

import dev.warren.edge.ssh.session.Printable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;

/**
 * Tells a user during log-in why a key was refused, and what is wrong with the login name's
 * options. The same sentence is sent once a connection, and no more than four in all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4252#section-5.4">RFC 4252, 5.4</a>
 */
final class Banner {

    private static final int MAX_SENTENCES = 4;
    private static final AttributeKey<Set<String>> SENT = new AttributeKey<>();

    private Banner() {}

    static void send(ServerSession session, String sentence) throws IOException {
        Set<String> sent = session.computeAttributeIfAbsent(SENT, _ -> new HashSet<>());
        synchronized (sent) {
            if (sent.size() >= MAX_SENTENCES || !sent.add(sentence)) {
                return;
            }
        }
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, 256);
        buffer.putString("warren: " + Printable.line(sentence) + "\r\n");
        buffer.putString("en");
        session.writePacket(buffer);
    }
}
