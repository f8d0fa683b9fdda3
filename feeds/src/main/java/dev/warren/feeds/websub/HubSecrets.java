package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens and secrets of hubs; the latter are kept encrypted. Thread-safe. */
final class HubSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(HubSecrets.class);
    private static final int BYTES = 24;

    private final Supplier<SecretBox> box;
    private final SecureRandom random;

    HubSecrets(Supplier<SecretBox> box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    /** A word that nobody guesses. */
    String word() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] seal(String secret, String token) {
        return box.get().seal(secret.getBytes(US_ASCII), place(token));
    }

    Optional<String> open(HubRows.Row row) {
        try {
            byte[] secret = box.get().open(row.secret(), place(row.token()));
            return Optional.of(new String(secret, US_ASCII));
        } catch (SecretException unreadable) {
            LOG.error("hub secret unreadable source={}", row.source(), unreadable);
            return Optional.empty();
        }
    }

    private static String place(String token) {
        return "feeds.hub_subscription.secret/" + token;
    }
}
