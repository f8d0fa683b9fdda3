package dev.warren.tunnels.options;

import java.util.Optional;

/** How many turns a tunnel has among those of its group. */
public record Weight(int turns) implements TunnelOption {

    static final OptionWord WORD = OptionWord.of("weight", "a number from 1 to 100", Weight::read);

    private static Optional<Weight> read(String value) {
        return value.matches("[1-9]\\d?|100")
                ? Optional.of(new Weight(Integer.parseInt(value)))
                : Optional.empty();
    }
}
