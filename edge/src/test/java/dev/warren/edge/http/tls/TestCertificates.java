package dev.warren.edge.http.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Certificates for tests, signed by themselves, and their files. */
public final class TestCertificates {

    /** Kinds of keys. */
    public enum Kind {
        RSA("SHA256withRSA"),
        EC("SHA256withECDSA"),
        ED25519("Ed25519");

        private final String signature;

        Kind(String signature) {
            this.signature = signature;
        }
    }

    private TestCertificates() {}

    /** Writes {@code name.crt} and {@code name.key}. */
    public static void write(Path folder, String name, Kind kind, String... hosts) {
        write(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), kind, hosts);
    }

    /** Writes a pair, each file at once. */
    public static void write(Path certificate, Path key, Kind kind, String... hosts) {
        try {
            KeyPair pair = pair(kind);
            replace(key, pem(pair.getPrivate()));
            replace(certificate, pem(certificate(pair, kind, hosts)));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the pair with its key as programs wrote keys before PKCS #8. */
    public static void writeOldFormat(Path folder, String name, Kind kind, String... hosts) {
        try {
            KeyPair pair = pair(kind);
            replace(
                    folder.resolve(name + ".key"),
                    text(new JcaMiscPEMGenerator(pair.getPrivate())));
            replace(folder.resolve(name + ".crt"), pem(certificate(pair, kind, hosts)));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One in memory. */
    public static Identity identity(String... hosts) {
        try {
            KeyPair pair = pair(Kind.EC);
            return Identity.of(pair.getPrivate(), List.of(certificate(pair, Kind.EC, hosts)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(Kind kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name());
        if (kind == Kind.RSA) {
            generator.initialize(2048);
        } else if (kind == Kind.EC) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair pair, Kind kind, String... hosts) {
        try {
            Instant now = Instant.parse("2025-01-01T00:00:00Z");
            var subject = new X500Principal("CN=" + hosts[0]);
            var builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(64, new SecureRandom()),
                            Date.from(now),
                            Date.from(now.plus(Duration.ofDays(20_000))),
                            subject,
                            pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            Arrays.stream(hosts)
                                    .map(host -> new GeneralName(GeneralName.dNSName, host))
                                    .toArray(GeneralName[]::new)));
            var signer = new JcaContentSignerBuilder(kind.signature).build(pair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(Object object) throws IOException {
        return text(
                object instanceof PrivateKey key
                        ? new JcaPKCS8Generator(key, null)
                        : new JcaMiscPEMGenerator(object));
    }

    private static String text(PemObjectGenerator object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** Puts a file in place at once. */
    public static void replace(Path file, String text) {
        try {
            Path aside = Files.createTempFile(file.getParent(), "new", ".tmp");
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
