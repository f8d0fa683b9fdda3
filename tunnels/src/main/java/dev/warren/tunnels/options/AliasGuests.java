package dev.warren.tunnels.options;

import java.util.Set;

/** Who, besides the owner, may reach the private aliases of a connection. */
public sealed interface AliasGuests {

    /** Every account. */
    record Anyone() implements AliasGuests {}

    /** Those who log in with one of these keys, {@code SHA256:…}. Empty: nobody. */
    record Keys(Set<String> fingerprints) implements AliasGuests {

        public Keys {
            fingerprints = Set.copyOf(fingerprints);
        }
    }

    /** Nobody but the owner. */
    static AliasGuests nobody() {
        return new Keys(Set.of());
    }

    /** Whether a client that logged in with the key {@code fingerprint} may enter. */
    default boolean admits(String fingerprint) {
        return switch (this) {
            case Anyone() -> true;
            case Keys(Set<String> fingerprints) -> fingerprints.contains(fingerprint);
        };
    }
}
