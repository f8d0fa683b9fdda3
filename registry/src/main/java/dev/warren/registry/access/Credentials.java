package dev.warren.registry.access;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request by its {@code Authorization} field: a token of ours, or an account's
 * name with an API token as the password. Thread-safe; a password blocks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
 */
public final class Credentials {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final int LONGEST_BASIC = 1024;

    private final People people;
    private final Tokens tokens;

    public Credentials(People people, Tokens tokens) {
        this.people = people;
        this.tokens = tokens;
    }

    /**
     * Who it is.
     *
     * @param field as it was sent, null for none
     * @return empty when it says something that is not true
     */
    public Optional<Caller> of(@Nullable String field) {
        if (field == null) {
            return Optional.of(Caller.ANYBODY);
        }
        String scheme = field.substring(0, Math.min(field.length(), BEARER.length()));
        scheme = scheme.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return tokens.read(field.substring(BEARER.length()).strip());
        }
        return scheme.startsWith(BASIC)
                ? basic(field.substring(BASIC.length()).strip())
                        .map(account -> new Caller(Optional.of(account), Optional.empty()))
                : Optional.empty();
    }

    /** Whether a password is sent, which may be a guess. */
    public static boolean isPassword(@Nullable String field) {
        return field != null && field.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    private Optional<Account> basic(String encoded) {
        if (encoded.length() > LONGEST_BASIC) {
            return Optional.empty();
        }
        try {
            String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : account(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** The account with that name, if {@code token} is one of its API tokens. */
    Optional<Account> account(String name, String token) {
        return account(token).filter(account -> account.name().value().equals(name));
    }

    /** The account that {@code token} is an API token of. */
    Optional<Account> account(String token) {
        return people.authenticateToken(token).filter(account -> !account.suspended());
    }
}
