package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where events go, and the key that signs them. Both are secrets: whoever knows the address of a
 * chat room's webhook may write there.
 */
final class Target {

    private final URI url;
    private final byte[] key;

    /**
     * @param key {@link Signature#KEY_BYTES} bytes, not copied
     */
    Target(URI url, byte[] key) {
        this.url = url;
        this.key = key;
    }

    URI url() {
        return url;
    }

    /** Not to be written to. */
    byte[] key() {
        return key;
    }

    byte[] seal(SecretBox secrets, long account, String topic) {
        byte[] address = url.toASCIIString().getBytes(US_ASCII);
        byte[] both =
                ByteBuffer.allocate(key.length + address.length).put(key).put(address).array();
        return secrets.seal(both, place(account, topic));
    }

    static Target open(SecretBox secrets, byte[] sealed, long account, String topic)
            throws SecretException {
        byte[] both = secrets.open(sealed, place(account, topic));
        int split = Signature.KEY_BYTES;
        return new Target(
                URI.create(new String(both, split, both.length - split, US_ASCII)),
                Arrays.copyOf(both, split));
    }

    private static String place(long account, String topic) {
        return "core.webhooks.target/%d/%s".formatted(account, topic);
    }

    @Override
    public String toString() {
        return "Target[host=" + url.getHost() + "]";
    }
}
