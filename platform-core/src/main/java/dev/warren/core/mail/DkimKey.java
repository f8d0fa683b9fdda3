package dev.warren.core.mail;

import dev.warren.core.StartRefusedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.utils.mail.dkim.Canonicalization;
import org.simplejavamail.utils.mail.dkim.DkimException;
import org.simplejavamail.utils.mail.dkim.DkimMessage;
import org.simplejavamail.utils.mail.dkim.DkimSigner;
import org.simplejavamail.utils.mail.dkim.SigningAlgorithm;

/**
 * Signs mails. The list headers are signed too, as one-click unsubscription demands.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6376">RFC 6376</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8058#section-4">RFC 8058, 4</a>
 */
final class DkimKey {

    static {
        DkimEd25519.install();
    }

    private static final List<String> ALSO_SIGNED =
            List.of("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted");

    private final String domain;
    private final String selector;
    private final PrivateKey key;

    private DkimKey(String domain, String selector, PrivateKey key) {
        this.domain = domain;
        this.selector = selector;
        this.key = key;
    }

    /**
     * @throws StartRefusedException with a sentence when the file is no such key
     */
    static DkimKey read(Path file, String domain, String selector) {
        try (Reader text = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(text)) {
            PrivateKey key = key(parser.readObject());
            if (key instanceof RSAPrivateKey || key instanceof EdDSAPrivateKey) {
                return new DkimKey(domain, selector, key);
            }
        } catch (IOException unreadable) {
            throw refused(file, unreadable);
        }
        throw refused(file, null);
    }

    private static StartRefusedException refused(Path file, @Nullable Exception cause) {
        return new StartRefusedException(
                "warren.mail.dkim-key: %s (expected: a readable PEM file with a private RSA or Ed25519 key)"
                        .formatted(file),
                cause);
    }

    private static @Nullable PrivateKey key(@Nullable Object pem) throws PEMException {
        JcaPEMKeyConverter converter =
                new JcaPEMKeyConverter().setProvider(new BouncyCastleProvider());
        return switch (pem) {
            case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
            case PrivateKeyInfo info -> converter.getPrivateKey(info);
            case null, default -> null;
        };
    }

    MimeMessage sign(MimeMessage message) throws MessagingException {
        try {
            // a signer is not for several threads
            DkimSigner signer =
                    key instanceof RSAPrivateKey rsa
                            ? new DkimSigner(domain, selector, rsa)
                            : new DkimSigner(domain, selector, (EdDSAPrivateKey) key);
            signer.setSigningAlgorithm(
                    key instanceof RSAPrivateKey
                            ? SigningAlgorithm.SHA256_WITH_RSA
                            : SigningAlgorithm.SHA256_WITH_ED25519);
            signer.setHeaderCanonicalization(Canonicalization.RELAXED);
            signer.setBodyCanonicalization(Canonicalization.RELAXED);
            signer.setLengthParam(false);
            // what is in DNS is the administrator's care, and not asked for at each mail
            signer.setCheckDomainKey(false);
            ALSO_SIGNED.forEach(signer::addHeaderToSign);
            return new DkimMessage(message, signer);
        } catch (DkimException unusable) {
            throw new MessagingException("cannot be signed: " + unusable.getMessage(), unusable);
        }
    }
}
