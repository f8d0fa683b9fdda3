package dev.warren.feeds.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.feeds.signing.Hmac;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The address under which a picture comes by this server. It is signed, so that nobody has this
 * server fetch what no feed names. Thread-safe.
 */
final class SignedAddress {

    static final String PATH = "/feeds/image/";

    private static final int BYTES = 16;
    private static final int LONGEST = 4000;

    private final Hmac hmac;

    /**
     * @param key for this purpose alone
     */
    SignedAddress(byte[] key) {
        this.hmac = Hmac.ours(key);
    }

    /** The path for a picture at {@code url}. */
    String path(String url) {
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        return PATH
                + text.encodeToString(signature(url))
                + "/"
                + text.encodeToString(url.getBytes(UTF_8));
    }

    /**
     * The picture's own address, if {@code rest}, what is behind {@link #PATH}, was signed here.
     */
    Optional<URI> open(String rest) {
        String[] parts = rest.split("/", -1);
        if (parts.length != 2 || rest.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(parts[0]);
            String url = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
            return MessageDigest.isEqual(signature, signature(url))
                    ? Optional.of(URI.create(url))
                    : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private byte[] signature(String url) {
        return Arrays.copyOf(hmac.sign(url), BYTES);
    }
}
