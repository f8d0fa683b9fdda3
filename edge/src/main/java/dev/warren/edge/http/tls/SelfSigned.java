package dev.warren.edge.http.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates that nobody vouches for: HTTPS answers with one before there is a real one, and
 * authorities are shown some.
 */
public final class SelfSigned {

    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration SKEW = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    private SelfSigned() {}

    /** A fresh P-256 key, certified for {@code hosts} by itself for a year, with {@code more}. */
    public static Identity create(List<String> hosts, Instant now, Extension... more) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            var subject = new X500Principal("CN=" + hosts.getFirst() + ",O=Warren self-signed");
            var builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(SERIAL_BITS, new SecureRandom()),
                            Date.from(now.minus(SKEW)),
                            Date.from(now.plus(LIFE)),
                            subject,
                            pair.getPublic());
            GeneralName[] names =
                    hosts.stream()
                            .map(host -> new GeneralName(GeneralName.dNSName, host))
                            .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            for (Extension one : more) {
                builder.addExtension(one);
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            X509Certificate certificate =
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return Identity.of(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("no self-signed certificate could be made", e);
        }
    }
}
