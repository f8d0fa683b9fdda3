package dev.warren.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Role;
import dev.warren.core.testing.ManualClock;
import dev.warren.registry.oci.RepositoryName;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final RepositoryName APP = new RepositoryName("alice/app");
    private static final Grant PULL = new Grant(APP, Set.of(Action.PULL));

    private final ManualClock clock = new ManualClock();
    private final byte[] key = new byte[32];
    private boolean suspended;
    private final Tokens tokens = new Tokens(key, this::account, clock);

    private Optional<Account> account(AccountName name) {
        return Optional.of(
                new Account(
                        7, name, Set.of(Role.USER), Optional.empty(), suspended, Instant.EPOCH));
    }

    private String issue() {
        return tokens.issue(account(new AccountName("alice")), List.of(PULL)).token();
    }

    @Test
    void whoHoldsATokenIsWhoItWasMadeFor() {
        Caller caller = tokens.read(issue()).orElseThrow();

        assertThat(caller.id()).contains(7L);
        assertThat(caller.isGranted(APP, Action.PULL)).isTrue();
        assertThat(caller.isGranted(APP, Action.PUSH)).isFalse();
        assertThat(caller.isGranted(new RepositoryName("alice/app2"), Action.PULL)).isFalse();
    }

    @Test
    void nobodyInParticularHasTokensToo() {
        String token = tokens.issue(Optional.empty(), List.of(PULL)).token();

        assertThat(tokens.read(token).orElseThrow().account()).isEmpty();
    }

    @Test
    void aTokenEndsAfterFiveMinutesAndWithItsAccount() {
        String token = issue();
        suspended = true;
        assertThat(tokens.read(token)).isEmpty();
        suspended = false;

        clock.advance(Tokens.LIFE);

        assertThat(tokens.read(token)).isEmpty();
    }

    @Test
    void othersTokensAreNone() throws JOSEException {
        byte[] other = key.clone();
        Arrays.fill(other, (byte) 1);
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .audience("warren-registry")
                        .subject("alice")
                        .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                        .build();
        SignedJWT foreign = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        foreign.sign(new MACSigner(other));
        SignedJWT elsewhere =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.HS256),
                        new JWTClaimsSet.Builder(claims).audience("another").build());
        elsewhere.sign(new MACSigner(key));

        assertThat(tokens.read(foreign.serialize())).isEmpty();
        assertThat(tokens.read(elsewhere.serialize())).isEmpty();
        assertThat(tokens.read(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(tokens.read("no.token.atall")).isEmpty();
        assertThat(tokens.read("x".repeat(20_000))).isEmpty();
    }

    @Test
    void scopesAreReadAsClientsSpellThem() {
        assertThat(Grant.parse("repository:alice/app:pull,push"))
                .contains(new Grant(APP, Set.of(Action.PULL, Action.PUSH)));
        assertThat(Grant.parse("repository:alice/app:*").orElseThrow().actions()).hasSize(3);
        assertThat(Grant.parse("repository:alice/app:pull,other").orElseThrow().actions())
                .containsExactly(Action.PULL);
        assertThat(Grant.parse("registry:catalog:*")).isEmpty();
        assertThat(Grant.parse("repository:alice/../bob:pull")).isEmpty();
        assertThat(Grant.parse("repository:")).isEmpty();
    }
}
