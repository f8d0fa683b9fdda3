package dev.warren.tunnels.live;

/** Adds up what tunnels carry, by name and for longer than one of them stands. Thread-safe. */
public interface Traffic {

    /** Nobody adds up. */
    Traffic NONE = (account, name) -> new Figures();

    /** Where to count for an account's tunnel of that name. */
    Figures of(long account, String name);
}
