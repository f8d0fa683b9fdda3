package dev.warren.tunnels.options;

import java.util.Optional;

/** A word that the SSH door itself takes care of: how news are written. */
public record Elsewhere() implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of("output", "json or text", value -> Optional.of(new Elsewhere()));

    @Override
    public boolean isForWholeConnection() {
        return true;
    }
}
