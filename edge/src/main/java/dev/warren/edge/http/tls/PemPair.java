package dev.warren.edge.http.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key as two files in PEM.
 *
 * @param name what people call the pair
 */
record PemPair(String name, Path certificate, Path key) {

    private static final long LARGEST = 256 * 1024;
    private static final int MOST_OBJECTS = 32;

    /** Names of algorithms by object identifier. */
    private static final Map<String, String> KINDS =
            Map.of(
                    "1.2.840.113549.1.1.1", "RSA",
                    "1.2.840.10045.2.1", "EC",
                    "1.3.101.112", "Ed25519");

    /** What changes when one of the files does. */
    record Stamp(long certificateTime, long certificateSize, long keyTime, long keySize) {}

    Stamp stamp() throws IOException {
        BasicFileAttributes first = Files.readAttributes(certificate, BasicFileAttributes.class);
        BasicFileAttributes second = Files.readAttributes(key, BasicFileAttributes.class);
        return new Stamp(
                first.lastModifiedTime().toMillis(),
                first.size(),
                second.lastModifiedTime().toMillis(),
                second.size());
    }

    /**
     * Reads both.
     *
     * @throws IOException saying which file is not what it should be
     */
    Identity load() throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        PrivateKey secret = null;
        try {
            for (Object object : objects(certificate)) {
                if (object instanceof X509CertificateHolder holder) {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
            for (Object object : objects(key)) {
                PrivateKey found = privateKey(object);
                secret = found == null ? secret : found;
            }
            if (chain.isEmpty()) {
                throw new IOException(
                        "%s: no certificate (expected: a PEM CERTIFICATE)".formatted(certificate));
            }
            if (secret == null) {
                throw new IOException(
                        "%s: no key (expected: an unencrypted PEM PRIVATE KEY)".formatted(key));
            }
            if (!belongs(secret, chain.getFirst())) {
                throw new IOException(
                        "%s: not the key of %s".formatted(key, certificate.getFileName()));
            }
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw new IOException(
                    "%s: %s (expected: a certificate and its key in PEM)"
                            .formatted(certificate, broken.getMessage()),
                    broken);
        }
        return Identity.of(secret, chain);
    }

    private static List<Object> objects(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(
                    "%s: %d bytes (expected: at most %d)"
                            .formatted(file, Files.size(file), LARGEST));
        }
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            Object next = parser.readObject();
            while (next != null && objects.size() < MOST_OBJECTS) {
                objects.add(next);
                next = parser.readObject();
            }
        }
        return objects;
    }

    private static @Nullable PrivateKey privateKey(Object object)
            throws IOException, GeneralSecurityException {
        return switch (object) {
            case PEMKeyPair pair -> privateKey(pair.getPrivateKeyInfo());
            case PrivateKeyInfo info -> privateKey(info);
            default -> null;
        };
    }

    /** The JDK's own key, which its TLS works with, whatever other providers are there. */
    private static PrivateKey privateKey(PrivateKeyInfo info)
            throws IOException, GeneralSecurityException {
        String kind = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = KINDS.get(kind);
        if (algorithm == null) {
            throw new GeneralSecurityException(
                    "a key of kind %s (expected: RSA, EC or Ed25519)".formatted(kind));
        }
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    /** Whether what the key signs is verified by the certificate. */
    private static boolean belongs(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA", "Ed25519" -> "Ed25519";
                    default ->
                            throw new GeneralSecurityException(
                                    "a key of kind %s (expected: RSA, EC or Ed25519)"
                                            .formatted(key.getAlgorithm()));
                };
        byte[] words = {'w', 'a', 'r', 'r', 'e', 'n'};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(words);
        byte[] signature = signer.sign();
        if (!sameKind(key, certificate)) {
            return false;
        }
        signer.initVerify(certificate.getPublicKey());
        signer.update(words);
        return signer.verify(signature);
    }

    private static boolean sameKind(PrivateKey key, X509Certificate certificate) {
        return key.getAlgorithm().equals("RSA")
                == certificate.getPublicKey().getAlgorithm().equals("RSA");
    }
}
