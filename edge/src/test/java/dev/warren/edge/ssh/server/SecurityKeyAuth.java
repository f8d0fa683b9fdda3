package dev.warren.edge.ssh.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Logs a client in as a FIDO token would: the signature is over the application, the flags, a
 * counter and the message, and is sent with flags and counter.
 *
 * @see <a href="https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.u2f">PROTOCOL.u2f</a>
 */
final class SecurityKeyAuth extends AbstractUserAuth {

    static final byte TOUCHED = 1;
    private static final int COUNTER = 7;

    private final SecurityKeyPublicKey<?> key;
    private final KeyPair token;
    private final byte flags;

    SecurityKeyAuth(SecurityKeyPublicKey<?> key, KeyPair token, byte flags) {
        super("publickey");
        this.key = key;
        this.token = token;
        this.flags = flags;
    }

    @Override
    protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, 512);
        ByteArrayBuffer signed = new ByteArrayBuffer();
        signed.putBytes(session.getSessionId());
        signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        for (Buffer buffer : new Buffer[] {signed, request}) {
            buffer.putString(session.getUsername());
            buffer.putString(service);
            buffer.putString(getName());
            buffer.putBoolean(true);
            buffer.putString(KeyUtils.getKeyType((PublicKey) key));
            buffer.putPublicKey((PublicKey) key);
        }
        request.putBytes(sign(session, signed.getCompactData()));
        session.writePacket(request);
        return true;
    }

    private byte[] sign(ClientSession session, byte[] message) throws Exception {
        Signature signer =
                token.getPrivate().getAlgorithm().startsWith("E")
                                && KeyUtils.getKeyType(token.getPublic()).startsWith("ecdsa")
                        ? BuiltinSignatures.nistp256.create()
                        : BuiltinSignatures.ed25519.create();
        signer.initSigner(session, token.getPrivate());
        ByteArrayBuffer data = new ByteArrayBuffer();
        data.putRawBytes(sha256(key.getAppName().getBytes(StandardCharsets.UTF_8)));
        data.putByte(flags);
        data.putUInt(COUNTER);
        data.putRawBytes(sha256(message));
        byte[] bytes = data.getCompactData();
        signer.update(session, bytes, 0, bytes.length);
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putString(KeyUtils.getKeyType((PublicKey) key));
        blob.putBytes(signer.sign(session));
        blob.putByte(flags);
        blob.putUInt(COUNTER);
        return blob.getCompactData();
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Override
    protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer) {
        return false;
    }
}
