package dev.warren.registry.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be done with a repository, as scopes of tokens spell it. */
public enum Action {
    PULL,
    PUSH,
    DELETE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> of(String word) {
        return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst();
    }
}
