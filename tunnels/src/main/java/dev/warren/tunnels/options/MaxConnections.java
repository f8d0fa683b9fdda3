package dev.warren.tunnels.options;

import java.util.Optional;

/** How many visitors' streams may be open on one tunnel; never more than the server allows. */
public record MaxConnections(int most) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of("max-connections", "a number from 1 to 1000000", MaxConnections::read);

    private static Optional<MaxConnections> read(String value) {
        return value.matches("[1-9]\\d{0,5}|1000000")
                ? Optional.of(new MaxConnections(Integer.parseInt(value)))
                : Optional.empty();
    }
}
