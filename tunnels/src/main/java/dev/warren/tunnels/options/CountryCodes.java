package dev.warren.tunnels.options;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads lists of ISO 3166 country codes. */
final class CountryCodes {

    static final String EXPECTED = "country codes of two letters such as DE,AT,CH";

    /** What is said on a server that cannot tell countries. */
    static final String LACK = "this server has no file that tells countries apart";

    /** Those of the standard, and Kosovo's, which is in use without standing there. */
    private static final Set<String> KNOWN = known();

    private CountryCodes() {}

    /** Codes with commas between, in upper case; empty if any of them is none. */
    static Optional<List<String>> list(String text) {
        // no list is longer than all of them, said twice
        List<String> codes =
                List.of(text.toUpperCase(Locale.ROOT).split(",", 2 * KNOWN.size())).stream()
                        .distinct()
                        .toList();
        return KNOWN.containsAll(codes) ? Optional.of(codes) : Optional.empty();
    }

    private static Set<String> known() {
        Set<String> codes = new HashSet<>(List.of(Locale.getISOCountries()));
        codes.add("XK");
        return codes;
    }
}
