package dev.warren.tunnels.it;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority with a key of its own, which lasts as long as a test. */
final class AcmeAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Test Authority");

    private final KeyPair pair;
    private final X509Certificate root;

    AcmeAuthority() {
        try {
            pair = pair();
            root = certificate(pair.getPublic(), NAME, Duration.ofDays(2), List.of());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** Writes its own certificate. */
    Path writeTo(Path file) throws IOException {
        return Files.writeString(file, pem(root));
    }

    /** Certifies a key for host names. */
    X509Certificate certify(PublicKey key, List<String> hosts, Duration life) {
        try {
            return certificate(key, new X500Principal("CN=" + hosts.getFirst()), life, hosts);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate certificate(
            PublicKey key, X500Principal subject, Duration life, List<String> hosts)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        NAME,
                        new BigInteger(80, new SecureRandom()),
                        Date.from(now.minusSeconds(1)),
                        Date.from(now.plus(life)),
                        subject,
                        key);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(pair.getPublic()));
        if (hosts.isEmpty()) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
            GeneralName[] names =
                    hosts.stream()
                            .map(host -> new GeneralName(GeneralName.dNSName, host))
                            .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    /** What a server on {@code localhost} speaks TLS with. */
    SSLContext localhost() {
        try {
            KeyPair own = pair();
            X509Certificate certificate =
                    certify(own.getPublic(), List.of("localhost"), Duration.ofDays(1));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "own", own.getPrivate(), new char[0], new Certificate[] {certificate, root});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }
}
