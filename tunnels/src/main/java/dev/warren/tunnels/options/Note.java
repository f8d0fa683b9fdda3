package dev.warren.tunnels.options;

import java.util.Optional;

/** Words of the user's own, shown where the tunnel is listed. */
public record Note(String text) implements TunnelOption {

    private static final int LONGEST = 80;

    static final OptionWord WORD =
            OptionWord.of(
                    "note", "at most " + LONGEST + " characters, none of control", Note::read);

    private static Optional<Note> read(String value) {
        return value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl)
                ? Optional.of(new Note(value))
                : Optional.empty();
    }
}
