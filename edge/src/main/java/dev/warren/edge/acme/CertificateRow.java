package dev.warren.edge.acme;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code edge.certificates}: a name, its newest certificate, and where its order stands.
 *
 * @param owner whose domain it is; empty for names that the settings make
 * @param directory the authority that it is ordered from
 * @param issued null before the first success
 * @param dueAt when the next order may begin
 * @param failures orders that failed since the last success
 * @param problem why the last one did
 * @param order the order that is not finished
 */
record CertificateRow(
        String name,
        OptionalLong owner,
        String directory,
        @Nullable Issued issued,
        Instant dueAt,
        int failures,
        @Nullable String problem,
        @Nullable Pending order) {

    /**
     * A certificate.
     *
     * @param chain PEM, the certificate itself first
     * @param sealedKey its {@link KeyPairs key pair}, encrypted
     */
    record Issued(String chain, byte[] sealedKey, Instant notBefore, Instant notAfter) {}

    /**
     * An order that was begun.
     *
     * @param url where the authority keeps it
     * @param sealedKey the key pair that it is for, encrypted
     */
    record Pending(String url, byte[] sealedKey) {}

    /** Where the key of a certificate is kept. */
    static String keyPlace(String name) {
        return "edge.certificates.key/" + name;
    }

    /** Where the key of an order is kept. */
    static String orderKeyPlace(String name) {
        return "edge.certificates.order_key/" + name;
    }
}
