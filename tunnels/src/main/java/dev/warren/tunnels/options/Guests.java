package dev.warren.tunnels.options;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who, besides the owner, may reach private aliases.
 *
 * @param anyone every account
 * @param fingerprints those who log in with one of these keys, {@code SHA256:…}
 */
public record Guests(boolean anyone, Set<String> fingerprints) implements TunnelOption {

    private static final int MOST = 64;
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /** Nobody but the owner. */
    public static final Guests NOBODY = new Guests(false, Set.of());

    static final OptionWord WORD =
            OptionWord.of(
                    "tcp-aliases-allowed-users",
                    "any, or up to 64 fingerprints SHA256:… with commas between",
                    Guests::read);

    public Guests {
        fingerprints = Set.copyOf(fingerprints);
    }

    /** Whether a client that logged in with the key {@code fingerprint} may enter. */
    public boolean admits(String fingerprint) {
        return anyone || fingerprints.contains(fingerprint);
    }

    private static Optional<Guests> read(String value) {
        if (value.equalsIgnoreCase("any")) {
            return Optional.of(new Guests(true, Set.of()));
        }
        Set<String> keys = new HashSet<>(List.of(value.split(",", MOST + 1)));
        return keys.size() <= MOST
                        && keys.stream().allMatch(key -> FINGERPRINT.matcher(key).matches())
                ? Optional.of(new Guests(false, keys))
                : Optional.empty();
    }
}
