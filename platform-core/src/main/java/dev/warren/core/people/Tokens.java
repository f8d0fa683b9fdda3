package dev.warren.core.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The API tokens of accounts. Blocks; what is refused is a {@link PeopleException}. */
public interface Tokens {

    /** A token as it is known once it was made: without its secret. */
    record Token(String name, Instant createdAt, Optional<Instant> lastUsedAt) {}

    /** A token just made; {@code secret} is shown once and kept nowhere. */
    record Created(Token token, String secret) {

        @Override
        public String toString() {
            return "Created[token=" + token + "]";
        }
    }

    /** All tokens of {@code account}, oldest first. */
    List<Token> list(Account account);

    /**
     * Makes a token.
     *
     * @param name what the owner calls it: 1 to 60 letters, digits, {@code . _ -}; unique within
     *     the account
     */
    Created create(Account account, String name);

    void remove(Account account, String name);
}
