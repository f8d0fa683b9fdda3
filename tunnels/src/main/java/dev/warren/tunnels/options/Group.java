package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;

/** Which of an account's web tunnels of one address stand side by side: those that say the same. */
public record Group(String name) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of("group", "1 to 32 of a-z, 0-9 and hyphens", Group::read);

    private static Optional<Group> read(String value) {
        String name = value.toLowerCase(Locale.ROOT);
        return name.matches("[a-z0-9-]{1,32}") ? Optional.of(new Group(name)) : Optional.empty();
    }
}
