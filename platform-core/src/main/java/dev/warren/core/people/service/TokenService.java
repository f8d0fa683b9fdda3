package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.people.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The API tokens of accounts, in the database; answers for a token come from the index. */
final class TokenService implements Tokens {

    private static final String PREFIX = "wrn_";
    private static final Pattern DIGEST = Pattern.compile("[0-9A-Fa-f]{32}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    private final PeopleParts parts;
    private final Secrets secrets;
    private final int most;

    /** Hashes of tokens used since the last {@link #writeDown}; only of tokens that exist. */
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    TokenService(PeopleParts parts, Secrets secrets, int most) {
        this.parts = parts;
        this.secrets = secrets;
        this.most = most;
    }

    @Override
    public List<Token> list(Account account) {
        return parts.changes().inTransaction(() -> parts.rows().tokens().of(account.id())).stream()
                .map(TokenRow::token)
                .toList();
    }

    @Override
    public Created create(Account account, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PeopleException(
                    Code.INVALID,
                    "token name: %s (expected: 1 to 60 letters, digits, . _ -)".formatted(name));
        }
        String secret = PREFIX + secrets.opaque();
        var kept =
                new Person.Token(
                        name,
                        Secrets.hash(secret),
                        Secrets.hash(Secrets.digest(account.name().value(), secret)));
        Token token = parts.changes().change(touched -> insert(account, kept, touched));
        return new Created(token, secret);
    }

    private Token insert(Account account, Person.Token kept, PeopleChanges.Touched touched) {
        String name = kept.name();
        TokenRows tokens = parts.rows().tokens();
        parts.rows().row(account);
        if (tokens.find(account.id(), name).isPresent()) {
            throw new PeopleException(Code.TAKEN, "there is a token " + name + " already");
        }
        if (tokens.of(account.id()).size() >= most) {
            throw new PeopleException(
                    Code.TOO_MANY, "an account has at most %d tokens".formatted(most));
        }
        parts.index().requireRoom();
        TokenRow row = tokens.insert(account.id(), kept, parts.clock().instant());
        parts.audit().record(account.name().value(), "token.create", name, "");
        touched.add(account.id());
        return row.token();
    }

    @Override
    public void remove(Account account, String name) {
        parts.changes()
                .change(touched -> {
                    TokenRow row =
                            parts.rows()
                                    .tokens()
                                    .find(account.id(), name)
                                    .orElseThrow(() -> unknown(name));
                    parts.rows().tokens().delete(row.id());
                    parts.audit().record(account.name().value(), "token.remove", name, "");
                    touched.add(account.id());
                    return true;
                });
    }

    private static PeopleException unknown(String name) {
        return new PeopleException(Code.NOT_FOUND, "there is no token " + name);
    }

    /** Answers from memory. */
    Optional<Account> authenticate(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return owner(Secrets.hash(secret));
    }

    /** Answers from memory. A digest never begins as tokens do, so neither passes for the other. */
    Optional<Account> authenticateDigest(String digest) {
        return DIGEST.matcher(digest).matches()
                ? owner(Secrets.hash(digest.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private Optional<Account> owner(String hash) {
        Person owner = parts.index().current().byToken(hash);
        if (owner == null || owner.account().suspended()) {
            return Optional.empty();
        }
        used.put(hash, parts.clock().instant());
        return Optional.of(owner.account());
    }

    /** Stores when tokens were used. */
    void writeDown() {
        Map<String, Instant> now = Map.copyOf(used);
        if (now.isEmpty()) {
            return;
        }
        parts.changes()
                .inTransaction(() -> {
                    now.forEach((hash, at) -> parts.rows().tokens().used(hash, at));
                    return true;
                });
        now.forEach(used::remove);
    }
}
