package dev.warren.core.mail;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 as DKIM has it: what is signed is the SHA-256 of the header fields. The library that
 * signs asks for it by a name that no provider of ours knows, and hashes nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8463#section-3">RFC 8463, 3</a>
 */
final class DkimEd25519 extends Provider {

    private static final long serialVersionUID = 1;
    private static final Provider KEYS = new BouncyCastleProvider();

    private DkimEd25519() {
        super("WarrenDkim", "1.0", "Ed25519 for DKIM");
        putService(new ByName(this));
    }

    /** Makes it known to the library; once is enough, and more do no harm. */
    static void install() {
        Security.addProvider(new DkimEd25519());
    }

    private static final class ByName extends Service {

        ByName(Provider provider) {
            super(
                    provider,
                    "Signature",
                    "NONEwithEdDSA",
                    Signer.class.getName(),
                    List.of(),
                    Map.of());
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return new Signer(MessageDigest.getInstance("SHA-256"));
        }
    }

    /** Signs, and does nothing else. */
    private static final class Signer extends SignatureSpi {

        private final MessageDigest hash;
        private @Nullable PrivateKey key;

        Signer(MessageDigest hash) {
            this.hash = hash;
        }

        @Override
        protected void engineInitSign(PrivateKey with) {
            key = with;
            hash.reset();
        }

        @Override
        protected void engineInitVerify(PublicKey with) throws InvalidKeyException {
            throw new InvalidKeyException("this only signs");
        }

        @Override
        protected void engineUpdate(byte next) {
            hash.update(next);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            hash.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            try {
                Signature ed25519 = Signature.getInstance("Ed25519", KEYS);
                ed25519.initSign(key);
                ed25519.update(hash.digest());
                return ed25519.sign();
            } catch (NoSuchAlgorithmException | InvalidKeyException unusable) {
                throw new SignatureException(unusable);
            }
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("this only signs");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
