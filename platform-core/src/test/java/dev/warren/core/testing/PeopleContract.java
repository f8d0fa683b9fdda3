package dev.warren.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.Registration;
import dev.warren.core.people.Account;
import dev.warren.core.people.Invites;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import dev.warren.core.people.Tokens;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.util.DigestUtils;

/** What every {@link People} keeps to: the real one, and the fake that stands in for it. */
public abstract class PeopleContract {

    private static final PublicKeyText ALICES = TestKeys.ed25519(1);
    private static final PublicKeyText BOBS = TestKeys.ed25519(2);
    private static final PublicKeyText SPARE = TestKeys.ed25519(3);
    private static final PublicKeyText COMPANY = TestKeys.authority(4);

    /** The people under test; the same ones for every mode within a test. */
    protected abstract People people(Registration mode);

    /** The clock that those people go by. */
    protected abstract ManualClock clock();

    private People people() {
        return people(Registration.OPEN);
    }

    private Account join(String name, PublicKeyText key) {
        return people().register(name, key, Optional.empty());
    }

    @Test
    void answersUnknownKeysByRegistrationMode() {
        String unknown = ALICES.fingerprint();

        assertThat(people().logIn("alice", unknown)).isInstanceOf(LogIn.MayRegister.class);
        assertThat(people(Registration.INVITE).logIn("alice", unknown))
                .isInstanceOf(LogIn.NeedsInvite.class);
        assertThat(people(Registration.CLOSED).logIn("alice", unknown))
                .isEqualTo(
                        new LogIn.Refused(
                                "this key is not known here, and registration is closed"));
    }

    @Test
    void knowsAKeyOnceItIsRegisteredWhateverTheLoginName() {
        Account alice = join("alice", ALICES);

        assertThat(alice.name().value()).isEqualTo("alice");
        assertThat(people(Registration.CLOSED).logIn("somebody", ALICES.fingerprint()))
                .isEqualTo(new LogIn.Known(alice));
        assertThat(people().account(alice.name())).contains(alice);
    }

    @Test
    void makesTheFirstAccountAnAdministratorAndNoOther() {
        assertThat(join("alice", ALICES).isAdmin()).isTrue();
        assertThat(join("bob", BOBS).isAdmin()).isFalse();
    }

    @Test
    void makesUpANameWhenTheWishIsTakenReservedOrInvalid() {
        join("alice", ALICES);

        assertThat(join("alice", TestKeys.ed25519(10)).name().value()).isNotEqualTo("alice");
        assertThat(join("root", TestKeys.ed25519(11)).name().value()).isNotEqualTo("root");
        assertThat(join("not-a-name", TestKeys.ed25519(12)).name().value()).doesNotContain("-");
    }

    @Test
    void registersAKeyOnce() {
        join("alice", ALICES);

        assertRefused(Code.TAKEN, () -> join("bob", ALICES));
    }

    @Test
    void registersNobodyWhenClosed() {
        assertRefused(
                Code.REGISTRATION_REFUSED,
                () -> people(Registration.CLOSED).register("alice", ALICES, Optional.of("code")));
    }

    @Test
    void letsAnInviteCodeInOnce() {
        Account alice = join("alice", ALICES);
        People invited = people(Registration.INVITE);
        String code = invited.invites().create(alice).code();

        assertRefused(
                Code.REGISTRATION_REFUSED,
                () -> invited.register("bob", BOBS, Optional.of(code + "x")));
        assertRefused(
                Code.REGISTRATION_REFUSED, () -> invited.register("bob", BOBS, Optional.empty()));
        Account bob = invited.register("bob", BOBS, Optional.of(code));
        assertRefused(
                Code.REGISTRATION_REFUSED,
                () -> invited.register("carol", SPARE, Optional.of(code)));

        assertThat(invited.invites().list(alice))
                .singleElement()
                .satisfies(invite -> {
                    assertThat(invite.createdBy()).isEqualTo(alice.name());
                    assertThat(invite.redeemedBy()).contains(bob.name());
                });
        assertThat(invited.invites().list(bob)).isEmpty();
    }

    @Test
    void letsAnInviteCodeExpire() {
        Account alice = join("alice", ALICES);
        Invites.Created created = people().invites().create(alice);

        clock().advance(Duration.ofDays(8));

        assertRefused(
                Code.REGISTRATION_REFUSED,
                () ->
                        people(Registration.INVITE)
                                .register("bob", BOBS, Optional.of(created.code())));
    }

    @Test
    void letsUsersMakeNoInvites() {
        join("alice", ALICES);
        Account bob = join("bob", BOBS);

        assertRefused(Code.FORBIDDEN, () -> people().invites().create(bob));
    }

    @Test
    void keepsASuspendedAccountOutUntilItIsResumed() {
        Account alice = join("alice", ALICES);
        Account bob = join("bob", BOBS);
        String token = people().tokens().create(bob, "ci").secret();
        String code = people().createLoginCode(bob);

        Account suspended = people().administration().suspend(alice, bob.name());

        assertThat(suspended.suspended()).isTrue();
        assertThat(people().logIn("bob", BOBS.fingerprint()))
                .isEqualTo(new LogIn.Refused("the account bob is suspended"));
        assertThat(people().authenticateToken(token)).isEmpty();
        assertThat(people().redeemLoginCode(code)).isEmpty();
        people().administration().resume(alice, bob.name());
        assertThat(people().logIn("bob", BOBS.fingerprint())).isEqualTo(new LogIn.Known(bob));
        assertThat(people().authenticateToken(token)).contains(bob);
    }

    @Test
    void addsAndRemovesKeysButNotTheLast() {
        Account alice = join("alice", ALICES);
        RegisteredKey added = people().keys().add(alice, SPARE);
        people().keys().add(alice, COMPANY);
        assertThat(people().logIn("alice", added.fingerprint())).isEqualTo(new LogIn.Known(alice));
        assertThat(people().keys().list(alice))
                .extracting(RegisteredKey::fingerprint)
                .containsExactly(ALICES.fingerprint(), SPARE.fingerprint(), COMPANY.fingerprint());

        people().keys().remove(alice, ALICES.fingerprint().substring(0, 20));

        assertThat(people().logIn("alice", ALICES.fingerprint()))
                .isInstanceOf(LogIn.MayRegister.class);
        assertRefused(Code.LAST_KEY, () -> people().keys().remove(alice, SPARE.fingerprint()));
        assertRefused(Code.NOT_FOUND, () -> people().keys().remove(alice, "SHA256:none"));
        assertRefused(Code.NOT_FOUND, () -> people().keys().remove(alice, "SHA256:"));
    }

    @Test
    void givesNobodyAnothersKey() {
        join("alice", ALICES);
        Account bob = join("bob", BOBS);

        assertRefused(Code.TAKEN, () -> people().keys().add(bob, ALICES));
        assertRefused(Code.TAKEN, () -> people().keys().add(bob, BOBS));
    }

    @Test
    void trustsACertificateAuthorityForTheAccountsThatRegisteredIt() {
        Account alice = join("alice", ALICES);
        Account bob = join("bob", BOBS);
        join("carol", SPARE);
        people().keys().add(alice, COMPANY);
        people().keys().add(bob, COMPANY);
        String signer = COMPANY.fingerprint();

        assertThat(people().logInWithCertificate("alice", signer))
                .isEqualTo(new LogIn.Known(alice));
        assertThat(people().logInWithCertificate("bob", signer)).isEqualTo(new LogIn.Known(bob));
        assertThat(people().logInWithCertificate("carol", signer))
                .isInstanceOf(LogIn.Refused.class);
        assertThat(people().logInWithCertificate("alice", ALICES.fingerprint()))
                .isInstanceOf(LogIn.Refused.class);
        assertThat(people().logIn("alice", signer)).isInstanceOf(LogIn.MayRegister.class);
    }

    @Test
    void startsNoAccountWithACertificateAuthority() {
        assertRefused(Code.INVALID, () -> join("alice", COMPANY));
    }

    @Test
    void authenticatesATokenUntilItIsRemoved() {
        Account alice = join("alice", ALICES);
        Tokens.Created created = people().tokens().create(alice, "ci");

        assertThat(created.secret()).startsWith("wrn_");
        assertThat(created.toString()).doesNotContain(created.secret());
        assertThat(people().authenticateToken(created.secret())).contains(alice);
        assertThat(people().authenticateToken(created.secret() + "x")).isEmpty();
        assertThat(people().authenticateToken("")).isEmpty();
        assertRefused(Code.TAKEN, () -> people().tokens().create(alice, "ci"));
        assertRefused(Code.INVALID, () -> people().tokens().create(alice, "no spaces"));
        assertThat(people().tokens().list(alice)).extracting(Tokens.Token::name).contains("ci");

        people().tokens().remove(alice, "ci");

        assertThat(people().authenticateToken(created.secret())).isEmpty();
        assertRefused(Code.NOT_FOUND, () -> people().tokens().remove(alice, "ci"));
    }

    @Test
    void authenticatesByTheDigestOfNameAndToken() {
        Account alice = join("alice", ALICES);
        Account bob = join("bob", BOBS);
        String token = people().tokens().create(alice, "phone").secret();
        String digest = DigestUtils.md5DigestAsHex(("alice:" + token).getBytes(UTF_8));

        assertThat(people().authenticateTokenDigest(digest)).contains(alice);
        assertThat(people().authenticateTokenDigest(digest.toUpperCase(Locale.ROOT)))
                .contains(alice);
        assertThat(people().authenticateToken(digest)).isEmpty();
        assertThat(people().authenticateTokenDigest(token)).isEmpty();
        assertThat(people().authenticateTokenDigest("")).isEmpty();
        assertThat(
                        people().authenticateTokenDigest(
                                        DigestUtils.md5DigestAsHex(
                                                (bob.name() + ":" + token).getBytes(UTF_8))))
                .isEmpty();

        people().tokens().remove(alice, "phone");

        assertThat(people().authenticateTokenDigest(digest)).isEmpty();
    }

    @Test
    void redeemsALoginCodeOnceWithinFiveMinutes() {
        Account alice = join("alice", ALICES);
        String first = people().createLoginCode(alice);
        String second = people().createLoginCode(alice);
        clock().advance(Duration.ofSeconds(299));

        assertThat(people().redeemLoginCode(first)).contains(alice);
        assertThat(people().redeemLoginCode(first)).isEmpty();
        clock().advance(Duration.ofSeconds(1));
        assertThat(people().redeemLoginCode(second)).isEmpty();
    }

    @Test
    void letsOnlyAdministratorsAdminister() {
        Account alice = join("alice", ALICES);
        Account bob = join("bob", BOBS);
        var administration = people().administration();

        assertRefused(Code.FORBIDDEN, () -> administration.suspend(bob, alice.name()));
        assertRefused(Code.FORBIDDEN, () -> administration.list(bob));
        assertThat(administration.list(alice)).containsExactly(alice, bob);

        Account promoted = administration.grantAdmin(alice, bob.name());
        assertThat(promoted.isAdmin()).isTrue();
        administration.revokeAdmin(promoted, alice.name());
        assertRefused(Code.FORBIDDEN, () -> administration.list(alice));
    }

    @Test
    void keepsTheLastAdministrator() {
        Account alice = join("alice", ALICES);
        join("bob", BOBS);
        var administration = people().administration();

        assertRefused(Code.LAST_ADMIN, () -> administration.revokeAdmin(alice, alice.name()));
        assertRefused(Code.LAST_ADMIN, () -> administration.suspend(alice, alice.name()));
        assertRefused(Code.LAST_ADMIN, () -> administration.delete(alice, alice.name()));
    }

    @Test
    void deletesAnAccountWithItsKeysAndTokens() {
        Account alice = join("alice", ALICES);
        Account bob = join("bob", BOBS);
        String token = people().tokens().create(bob, "ci").secret();

        people().administration().delete(alice, bob.name());

        assertThat(people().account(bob.name())).isEmpty();
        assertThat(people().authenticateToken(token)).isEmpty();
        assertThat(people().logIn("bob", BOBS.fingerprint())).isInstanceOf(LogIn.MayRegister.class);
        assertRefused(Code.NOT_FOUND, () -> people().keys().add(bob, SPARE));
        assertRefused(Code.NOT_FOUND, () -> people().administration().delete(alice, bob.name()));
        assertThat(join("bob", BOBS).name()).isEqualTo(bob.name());
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PeopleException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
