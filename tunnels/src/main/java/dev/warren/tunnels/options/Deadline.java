package dev.warren.tunnels.options;

import java.time.Instant;

/** When the connection is closed. */
public record Deadline(Instant at) implements TunnelOption {

    static OptionWord word(Deadlines deadlines) {
        return OptionWord.of(
                "deadline", Deadlines.EXPECTED, value -> deadlines.parse(value).map(Deadline::new));
    }

    @Override
    public boolean isForWholeConnection() {
        return true;
    }
}
