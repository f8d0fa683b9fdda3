package dev.warren.core.people;

/** The answer to somebody who proved to hold a key. */
public sealed interface LogIn {

    /** The key belongs to this account, which may log in. */
    record Known(Account account) implements LogIn {}

    /** Nobody registered the key, and whoever holds it may: see {@link People#register}. */
    record MayRegister() implements LogIn {}

    /** Nobody registered the key; it takes an invite code to do so. */
    record NeedsInvite() implements LogIn {}

    /** No. One sentence for the user. */
    record Refused(String reason) implements LogIn {}
}
