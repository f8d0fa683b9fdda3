package dev.warren.edge.acme;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** P-256 key pairs as bytes: the length of the private key (PKCS #8), it, and the public key. */
final class KeyPairs {

    private static final String KIND = "EC";

    private KeyPairs() {}

    static KeyPair create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(KIND);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no P-256 keys in this JVM", impossible);
        }
    }

    static byte[] toBytes(KeyPair pair) {
        byte[] secret = pair.getPrivate().getEncoded();
        byte[] open = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(Integer.BYTES + secret.length + open.length)
                .putInt(secret.length)
                .put(secret)
                .put(open)
                .array();
    }

    static KeyPair fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] secret = new byte[in.getInt()];
        in.get(secret);
        byte[] open = new byte[in.remaining()];
        in.get(open);
        try {
            KeyFactory factory = KeyFactory.getInstance(KIND);
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(open)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a stored key is none", broken);
        }
    }
}
