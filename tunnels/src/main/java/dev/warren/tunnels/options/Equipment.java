package dev.warren.tunnels.options;

import java.util.function.BooleanSupplier;

/**
 * What a server needs to have for some options.
 *
 * @param https whether visitors can come over TLS now
 * @param countries whether it can tell countries apart
 * @param logIns whether there is a provider that visitors can log in at
 */
public record Equipment(BooleanSupplier https, boolean countries, boolean logIns) {

    /** Everything there is. */
    static final Equipment ALL = new Equipment(() -> true, true, true);
}
