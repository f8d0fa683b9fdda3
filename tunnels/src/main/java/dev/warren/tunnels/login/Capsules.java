package dev.warren.tunnels.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a browser carries for us without being able to read or change it: a few fields that are good
 * for one purpose, at one host, for a time. Any node with the same key opens them. Thread-safe.
 */
final class Capsules {

    /** A ticket of the longest path and all groups is shorter. */
    private static final int LONGEST = 12 * 1024;

    private static final String UNTIL = "until";

    /** What a capsule is for; one is never taken for another. */
    enum Purpose {
        /** What the provider hands back. */
        STATE,
        /** Brings a log-in from the platform's host to the tunnel's. */
        TICKET,
        SESSION
    }

    private final SecretBox box;

    Capsules(SecretBox box) {
        this.box = box;
    }

    /** Closes {@code fields}, for URLs and cookies. */
    String close(Purpose purpose, String host, Map<String, String> fields, Instant until) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(UNTIL, Long.toString(until.getEpochSecond()));
        String text =
                all.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(box.seal(text.getBytes(UTF_8), place(purpose, host)));
    }

    /** The fields of {@code capsule}, if it was closed for that purpose and host, and is good. */
    Optional<Map<String, String>> open(Purpose purpose, String host, String capsule, Instant now) {
        if (capsule.isEmpty() || capsule.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(capsule);
            String text = new String(box.open(sealed, place(purpose, host)), UTF_8);
            Map<String, String> fields = new HashMap<>();
            for (String field : text.split("&", -1)) {
                int equals = field.indexOf('=');
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), UTF_8));
            }
            long until = Long.parseLong(fields.getOrDefault(UNTIL, "0"));
            return now.getEpochSecond() < until ? Optional.of(fields) : Optional.empty();
        } catch (SecretException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static String place(Purpose purpose, String host) {
        return "tunnels.login." + purpose + ":" + host;
    }
}
