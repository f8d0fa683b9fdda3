package dev.warren.core;

/** Who may get an account by logging in with a key that nobody has registered. */
public enum Registration {
    /** Anybody. */
    OPEN,
    /** Whoever brings a valid invite code. */
    INVITE,
    /** Nobody; administrators make accounts. */
    CLOSED
}
