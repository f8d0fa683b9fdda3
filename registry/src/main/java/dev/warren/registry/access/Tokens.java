package dev.warren.registry.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.registry.oci.RepositoryName;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The short-lived tokens that clients get for their password and send with every request. They say
 * who somebody is and what was asked for; what the account may is looked at again with every
 * request. Thread-safe; does not block.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/jwt/">Docker registry token
 *     implementation</a>
 */
public final class Tokens {

    /** How long a token is good. */
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final String AUDIENCE = "warren-registry";
    private static final int LONGEST = 16 * 1024;

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final Function<AccountName, Optional<Account>> accounts;
    private final InstantSource clock;

    /**
     * Tokens under a key.
     *
     * @param key 32 bytes or more
     * @param accounts looks an account up in memory
     */
    public Tokens(
            byte[] key, Function<AccountName, Optional<Account>> accounts, InstantSource clock) {
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("key: too short (expected: 32 bytes)", tooShort);
        }
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A token and when it was made. */
    record Issued(String token, Instant at) {

        @Override
        public String toString() {
            return "Issued[at=" + at + "]";
        }
    }

    /** A token for {@code account}, or for nobody in particular. */
    Issued issue(Optional<Account> account, List<Grant> grants) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .audience(AUDIENCE)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .claim("access", grants.stream().map(Tokens::access).toList());
        account.ifPresent(known -> claims.subject(known.name().value()));
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("HMAC does not work in this JVM", impossible);
        }
        return new Issued(token.serialize(), now);
    }

    /** Whoever holds {@code token}; empty when it is none of ours or too old. */
    public Optional<Caller> read(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm())
                    || !parsed.verify(verifier)) {
                return Optional.empty();
            }
            return caller(parsed.getJWTClaimsSet());
        } catch (ParseException | JOSEException malformed) {
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
        Date until = claims.getExpirationTime();
        if (until == null
                || !clock.instant().isBefore(until.toInstant())
                || !claims.getAudience().contains(AUDIENCE)) {
            return Optional.empty();
        }
        Optional<List<Grant>> grants = Optional.of(grants(claims));
        String name = claims.getSubject();
        if (name == null) {
            return Optional.of(new Caller(Optional.empty(), grants));
        }
        return Optional.of(name)
                .filter(AccountName::isValid)
                .flatMap(valid -> accounts.apply(new AccountName(valid)))
                .filter(account -> !account.suspended())
                .map(account -> new Caller(Optional.of(account), grants));
    }

    private static Map<String, Object> access(Grant grant) {
        return Map.of(
                "type",
                "repository",
                "name",
                grant.repository().value(),
                "actions",
                grant.actions().stream().sorted().map(Action::word).toList());
    }

    private static List<Grant> grants(JWTClaimsSet claims) throws ParseException {
        List<Grant> grants = new ArrayList<>();
        List<Object> listed = claims.getListClaim("access");
        for (Object each : listed == null ? List.of() : listed) {
            if (each instanceof Map<?, ?> access
                    && access.get("name") instanceof String name
                    && access.get("actions") instanceof List<?> words) {
                RepositoryName.parse(name)
                        .map(repository ->
                                new Grant(
                                        repository,
                                        words.stream()
                                                .flatMap(word ->
                                                        Action.of(String.valueOf(word)).stream())
                                                .collect(Collectors.toSet())))
                        .ifPresent(grants::add);
            }
        }
        return grants;
    }
}
