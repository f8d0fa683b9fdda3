package dev.warren.core.people.service;

import dev.warren.core.Registration;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Administration;
import dev.warren.core.people.Invites;
import dev.warren.core.people.Keys;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.Tokens;
import java.util.Optional;

/** The door itself: answers log-ins from the index, and passes all else on. */
final class PeopleService implements People {

    private final PeopleIndex index;
    private final Registration registration;
    private final Registrar registrar;
    private final LoginCodes loginCodes;
    private final Rooms rooms;

    /** What is behind the door, by subject. */
    record Rooms(Keys keys, TokenService tokens, Invites invites, Administration administration) {}

    PeopleService(
            PeopleIndex index,
            Registration registration,
            Registrar registrar,
            LoginCodes loginCodes,
            Rooms rooms) {
        this.index = index;
        this.registration = registration;
        this.registrar = registrar;
        this.loginCodes = loginCodes;
        this.rooms = rooms;
    }

    @Override
    public LogIn logIn(String loginName, String fingerprint) {
        Person owner = index.current().byKey(fingerprint);
        if (owner != null) {
            return answer(owner);
        }
        return switch (registration) {
            case OPEN -> new LogIn.MayRegister();
            case INVITE -> new LogIn.NeedsInvite();
            case CLOSED ->
                    new LogIn.Refused("this key is not known here, and registration is closed");
        };
    }

    @Override
    public LogIn logInWithCertificate(String loginName, String caFingerprint) {
        Person owner = index.current().byName(loginName);
        if (owner == null || !owner.trusts(caFingerprint)) {
            return new LogIn.Refused("no account of that name trusts the certificate's signer");
        }
        return answer(owner);
    }

    private static LogIn answer(Person person) {
        Account account = person.account();
        return account.suspended()
                ? new LogIn.Refused("the account " + account.name() + " is suspended")
                : new LogIn.Known(account);
    }

    @Override
    public Optional<Account> account(AccountName name) {
        return Optional.ofNullable(index.current().byName(name.value())).map(Person::account);
    }

    @Override
    public Optional<Account> account(long id) {
        return Optional.ofNullable(index.current().byId(id)).map(Person::account);
    }

    @Override
    public Account register(String loginName, PublicKeyText key, Optional<String> inviteCode) {
        return registrar.register(loginName, key, inviteCode);
    }

    @Override
    public String createLoginCode(Account account) {
        return loginCodes.create(account);
    }

    @Override
    public Optional<Account> redeemLoginCode(String code) {
        return loginCodes.redeem(code);
    }

    @Override
    public Optional<Account> authenticateToken(String token) {
        return rooms.tokens().authenticate(token);
    }

    @Override
    public Optional<Account> authenticateTokenDigest(String digest) {
        return rooms.tokens().authenticateDigest(digest);
    }

    @Override
    public Keys keys() {
        return rooms.keys();
    }

    @Override
    public Tokens tokens() {
        return rooms.tokens();
    }

    @Override
    public Invites invites() {
        return rooms.invites();
    }

    @Override
    public Administration administration() {
        return rooms.administration();
    }
}
