package dev.warren.edge.ssh.login;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * Public key authentication, with one turn of its own: an unknown key of an OpenSSH client does not
 * get an account the first time it proves itself. The server then answers "partial success, {@code
 * publickey} can continue", upon which OpenSSH goes on with its other keys and comes back to this
 * one last. So a known key further down the client's list logs in to its account, and only a client
 * that holds no known key registers. Other clients, which take a partial success for a failure,
 * register with the first key that proves itself.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4252#section-5.1">RFC 4252, 5.1</a>
 */
final class KeyAuth extends UserAuthPublicKey {

    /** What was judged last, before its signature is verified. */
    static final AttributeKey<Verdict> VERDICT = new AttributeKey<>();

    /** The fingerprint of the unknown key that proved itself once. */
    private static final AttributeKey<String> CANDIDATE = new AttributeKey<>();

    private static final String CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";

    private final Registrar registrar;
    private final LoginWatch watch;
    private final UnaryOperator<List<String>> complaints;

    KeyAuth(Registrar registrar, LoginWatch watch, UnaryOperator<List<String>> complaints) {
        this.registrar = registrar;
        this.watch = watch;
        this.complaints = complaints;
    }

    @Override
    public @Nullable Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        session.removeAttribute(VERDICT);
        int start = buffer.rpos();
        buffer.getBoolean();
        boolean certificate = buffer.getString().endsWith(CERTIFICATE_SUFFIX);
        buffer.rpos(start);
        Boolean proved;
        try {
            proved = super.doAuth(buffer, init);
        } catch (Exception malformed) {
            watch.refused(session, "malformed");
            return Boolean.FALSE;
        }
        Verdict verdict = session.getAttribute(VERDICT);
        if (proved == null) {
            return null;
        }
        if (!proved) {
            return refuse(session, verdict, certificate);
        }
        return switch (verdict) {
            case null -> Boolean.FALSE;
            case Verdict.Accept(Login login) -> accept(session, login);
            case Verdict.Register wanted -> register(session, wanted);
            case Verdict.Refuse _ -> Boolean.FALSE;
        };
    }

    /** {@link Certificates} judges them all, and knows more of them. */
    @Override
    protected void verifyCriticalOptions(ServerSession session, OpenSshCertificate certificate) {}

    /** The same key may come twice: see the class's comment. */
    @Override
    protected boolean alreadyAuthenticated(PublicKey key, @Nullable List<PublicKey> keys) {
        return false;
    }

    private Boolean accept(ServerSession session, Login login) throws IOException {
        session.setAttribute(Login.KEY, login);
        if (!login.options().isEmpty()) {
            for (String sentence : complaints.apply(login.options())) {
                Banner.send(session, sentence);
            }
        }
        watch.accepted(session, login);
        return Boolean.TRUE;
    }

    private Boolean refuse(ServerSession session, @Nullable Verdict verdict, boolean certificate)
            throws IOException {
        if (verdict instanceof Verdict.Refuse(String reason, String sentence)) {
            watch.refused(session, reason);
            Banner.send(session, sentence);
        } else if (certificate) {
            watch.refused(session, "certificate");
            Banner.send(session, "the certificate is not valid now, or not for this use");
        } else {
            watch.refused(session, "malformed");
        }
        return Boolean.FALSE;
    }

    private @Nullable Boolean register(ServerSession session, Verdict.Register wanted)
            throws IOException {
        String fingerprint = wanted.key().fingerprint();
        if (comesBack(session) && !fingerprint.equals(session.getAttribute(CANDIDATE))) {
            if (session.getAttribute(CANDIDATE) != null) {
                return Boolean.FALSE;
            }
            session.setAttribute(CANDIDATE, fingerprint);
            askForMore(session);
            return null;
        }
        DoorAuthService service = DoorAuthService.of(session);
        service.waitFor(this);
        registrar.register(
                wanted, result -> service.answer(this, () -> registered(session, result)));
        return null;
    }

    private boolean registered(ServerSession session, Verdict result) {
        try {
            if (result instanceof Verdict.Accept(Login login)) {
                watch.registered(session, login);
                return accept(session, login);
            }
            refuse(session, result, false);
        } catch (IOException gone) {
            session.close(true);
        }
        return false;
    }

    private static boolean comesBack(ServerSession session) {
        String version = session.getClientVersion();
        return version != null && version.startsWith("SSH-2.0-OpenSSH_");
    }

    private static void askForMore(ServerSession session) throws IOException {
        Buffer response = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE, 32);
        response.putString(NAME);
        response.putBoolean(true);
        session.writePacket(response);
    }
}
