package dev.warren.core.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.Registration;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Administration;
import dev.warren.core.people.Invites;
import dev.warren.core.people.Keys;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import dev.warren.core.people.Role;
import dev.warren.core.people.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.DigestUtils;

/**
 * People without a database, for the tests of other modules. Keeps the promises of {@link People}
 * as the contract kit tests them; the first account is an administrator. Thread-safe.
 */
public final class InMemoryPeople implements People {

    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final Duration INVITE_LIFE = Duration.ofDays(7);

    private final InstantSource clock;

    /** Guarded by {@code this}, as all below. */
    private final Map<Long, Person> people = new TreeMap<>();

    private final Map<String, LoginCode> codes = new HashMap<>();
    private final Map<String, Invites.Invite> invites = new HashMap<>();
    private volatile Registration registration;
    private long last;

    public InMemoryPeople(Registration registration, InstantSource clock) {
        this.registration = registration;
        this.clock = clock;
    }

    public InMemoryPeople() {
        this(Registration.OPEN, InstantSource.system());
    }

    public void registration(Registration mode) {
        registration = mode;
    }

    /** Makes an account with a key, whatever the registration mode. */
    public synchronized Account add(String name, PublicKeyText key) {
        return create(name, key);
    }

    @Override
    public synchronized LogIn logIn(String loginName, String fingerprint) {
        Person owner = ownerOf(fingerprint);
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
    public synchronized LogIn logInWithCertificate(String loginName, String caFingerprint) {
        for (Person person : people.values()) {
            if (person.account.name().value().equals(loginName)
                    && person.has(caFingerprint, true)) {
                return answer(person);
            }
        }
        return new LogIn.Refused("no account of that name trusts the certificate's signer");
    }

    private static LogIn answer(Person person) {
        return person.account.suspended()
                ? new LogIn.Refused("the account " + person.account.name() + " is suspended")
                : new LogIn.Known(person.account);
    }

    @Override
    public synchronized Optional<Account> account(AccountName name) {
        return people.values().stream()
                .map(person -> person.account)
                .filter(account -> account.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized Optional<Account> account(long id) {
        return people.values().stream()
                .map(person -> person.account)
                .filter(account -> account.id() == id)
                .findFirst();
    }

    @Override
    public synchronized Account register(
            String loginName, PublicKeyText key, Optional<String> inviteCode) {
        if (key.certAuthority()) {
            throw refused(Code.INVALID, "an account starts with a key that logs in by itself");
        }
        if (registration == Registration.CLOSED) {
            throw refused(Code.REGISTRATION_REFUSED, "registration is closed");
        }
        Optional<Invites.Invite> invite = inviteCode.map(invites::get);
        boolean valid =
                invite.filter(i -> i.redeemedBy().isEmpty())
                        .filter(i -> i.expiresAt().isAfter(clock.instant()))
                        .isPresent();
        if (registration == Registration.INVITE && !valid) {
            throw refused(Code.REGISTRATION_REFUSED, "the invite code is wrong, spent or expired");
        }
        Account account = create(loginName, key);
        if (valid) {
            Invites.Invite i = invite.orElseThrow();
            invites.put(
                    inviteCode.orElseThrow(),
                    new Invites.Invite(
                            i.id(),
                            i.createdBy(),
                            i.createdAt(),
                            i.expiresAt(),
                            Optional.of(account.name())));
        }
        return account;
    }

    private Account create(String loginName, PublicKeyText key) {
        requireFree(key);
        boolean usable =
                AccountName.isValid(loginName)
                        && !loginName.equals("root")
                        && account(new AccountName(loginName)).isEmpty();
        long id = ++last;
        AccountName name = new AccountName(usable ? loginName : "guest" + id);
        Set<Role> roles = people.isEmpty() ? EnumSet.allOf(Role.class) : EnumSet.of(Role.USER);
        Person person =
                new Person(new Account(id, name, roles, Optional.empty(), false, clock.instant()));
        person.keys.add(new RegisteredKey(key, key.fingerprint(), clock.instant()));
        people.put(id, person);
        return person.account;
    }

    private void requireFree(PublicKeyText key) {
        if (!key.certAuthority() && ownerOf(key.fingerprint()) != null) {
            throw refused(Code.TAKEN, "the key is registered already");
        }
    }

    @Override
    public synchronized String createLoginCode(Account account) {
        String code = "code-" + ++last;
        codes.put(
                code, new LoginCode(account.id(), clock.instant().plus(CODE_LIFE).toEpochMilli()));
        return code;
    }

    @Override
    public synchronized Optional<Account> redeemLoginCode(String code) {
        return Optional.ofNullable(codes.remove(code))
                .filter(found -> found.until > clock.millis())
                .flatMap(found -> active(found.account));
    }

    @Override
    public synchronized Optional<Account> authenticateToken(String token) {
        return people.values().stream()
                .filter(person -> person.tokens.containsKey(token))
                .findFirst()
                .flatMap(person -> active(person.account.id()));
    }

    @Override
    public synchronized Optional<Account> authenticateTokenDigest(String digest) {
        return people.values().stream()
                .filter(person ->
                        person.tokens.keySet().stream()
                                .anyMatch(token -> md5(person, token).equalsIgnoreCase(digest)))
                .findFirst()
                .flatMap(person -> active(person.account.id()));
    }

    private static String md5(Person person, String token) {
        return DigestUtils.md5DigestAsHex((person.account.name() + ":" + token).getBytes(UTF_8));
    }

    private Optional<Account> active(long id) {
        return Optional.ofNullable(people.get(id))
                .map(person -> person.account)
                .filter(account -> !account.suspended());
    }

    private @Nullable Person ownerOf(String fingerprint) {
        return people.values().stream()
                .filter(person -> person.has(fingerprint, false))
                .findFirst()
                .orElse(null);
    }

    private Person person(long id) {
        Person person = people.get(id);
        if (person == null) {
            throw refused(Code.NOT_FOUND, "there is no such account");
        }
        return person;
    }

    private static PeopleException refused(Code code, String sentence) {
        return new PeopleException(code, sentence);
    }

    @Override
    public Keys keys() {
        return new InMemoryKeys();
    }

    @Override
    public Tokens tokens() {
        return new InMemoryTokens();
    }

    @Override
    public Invites invites() {
        return new InMemoryInvites();
    }

    @Override
    public Administration administration() {
        return new InMemoryAdministration();
    }

    private record LoginCode(long account, long until) {}

    private static final class Person {
        Account account;
        final List<RegisteredKey> keys = new ArrayList<>();
        final Map<String, Tokens.Token> tokens = new TreeMap<>();

        Person(Account account) {
            this.account = account;
        }

        boolean has(String fingerprint, boolean authority) {
            return keys.stream()
                    .anyMatch(key ->
                            key.fingerprint().equals(fingerprint)
                                    && key.key().certAuthority() == authority);
        }
    }

    private final class InMemoryKeys implements Keys {

        @Override
        public List<RegisteredKey> list(Account account) {
            synchronized (InMemoryPeople.this) {
                return List.copyOf(person(account.id()).keys);
            }
        }

        @Override
        public RegisteredKey add(Account account, PublicKeyText key) {
            synchronized (InMemoryPeople.this) {
                Person person = person(account.id());
                requireFree(key);
                if (person.has(key.fingerprint(), key.certAuthority())) {
                    throw refused(Code.TAKEN, "the key is registered already");
                }
                var added = new RegisteredKey(key, key.fingerprint(), clock.instant());
                person.keys.add(added);
                return added;
            }
        }

        @Override
        public void remove(Account account, String fingerprint) {
            synchronized (InMemoryPeople.this) {
                Person person = person(account.id());
                var found =
                        person.keys.stream()
                                .filter(key -> key.fingerprint().startsWith(fingerprint))
                                .toList();
                if (found.size() != 1) {
                    throw refused(Code.NOT_FOUND, "no single key begins with " + fingerprint);
                }
                long left =
                        person.keys.stream()
                                .filter(key ->
                                        !key.key().certAuthority() && key != found.getFirst())
                                .count();
                if (left == 0) {
                    throw refused(Code.LAST_KEY, "the last key that can log in stays");
                }
                person.keys.remove(found.getFirst());
            }
        }
    }

    private final class InMemoryTokens implements Tokens {

        @Override
        public List<Token> list(Account account) {
            synchronized (InMemoryPeople.this) {
                return List.copyOf(person(account.id()).tokens.values());
            }
        }

        @Override
        public Created create(Account account, String name) {
            synchronized (InMemoryPeople.this) {
                Person person = person(account.id());
                if (!name.matches("[A-Za-z0-9._-]{1,60}")) {
                    throw refused(
                            Code.INVALID,
                            "token name: %s (expected: 1 to 60 letters, digits, . _ -)"
                                    .formatted(name));
                }
                if (person.tokens.values().stream().anyMatch(t -> t.name().equals(name))) {
                    throw refused(Code.TAKEN, "there is a token " + name + " already");
                }
                Token token = new Token(name, clock.instant(), Optional.empty());
                String secret = "wrn_" + ++last;
                person.tokens.put(secret, token);
                return new Created(token, secret);
            }
        }

        @Override
        public void remove(Account account, String name) {
            synchronized (InMemoryPeople.this) {
                if (!person(account.id()).tokens.values().removeIf(t -> t.name().equals(name))) {
                    throw refused(Code.NOT_FOUND, "there is no token " + name);
                }
            }
        }
    }

    private final class InMemoryInvites implements Invites {

        @Override
        public Created create(Account account) {
            synchronized (InMemoryPeople.this) {
                if (!account.isAdmin()) {
                    throw refused(Code.FORBIDDEN, "only administrators make invites here");
                }
                long id = ++last;
                Invite invite =
                        new Invite(
                                id,
                                account.name(),
                                clock.instant(),
                                clock.instant().plus(INVITE_LIFE),
                                Optional.empty());
                invites.put("invite-" + id, invite);
                return new Created(invite, "invite-" + id);
            }
        }

        @Override
        public List<Invite> list(Account account) {
            synchronized (InMemoryPeople.this) {
                return invites.values().stream()
                        .filter(i -> account.isAdmin() || i.createdBy().equals(account.name()))
                        .sorted((a, b) -> Long.compare(b.id(), a.id()))
                        .toList();
            }
        }
    }

    private final class InMemoryAdministration implements Administration {

        @Override
        public List<Account> list(Account by) {
            synchronized (InMemoryPeople.this) {
                requireAdmin(by);
                return people.values().stream()
                        .map(person -> person.account)
                        .sorted((a, b) -> a.name().value().compareTo(b.name().value()))
                        .toList();
            }
        }

        @Override
        public Account suspend(Account by, AccountName name) {
            return change(by, name, true, a -> with(a, a.roles(), true));
        }

        @Override
        public Account resume(Account by, AccountName name) {
            return change(by, name, false, a -> with(a, a.roles(), false));
        }

        @Override
        public Account grantAdmin(Account by, AccountName name) {
            return change(by, name, false, a -> with(a, EnumSet.allOf(Role.class), a.suspended()));
        }

        @Override
        public Account revokeAdmin(Account by, AccountName name) {
            return change(by, name, true, a -> with(a, EnumSet.of(Role.USER), a.suspended()));
        }

        @Override
        public void delete(Account by, AccountName name) {
            synchronized (InMemoryPeople.this) {
                people.remove(change(by, name, true, a -> a).id());
            }
        }

        private Account change(
                Account by, AccountName name, boolean loses, UnaryOperator<Account> how) {
            synchronized (InMemoryPeople.this) {
                requireAdmin(by);
                Account account =
                        account(name)
                                .orElseThrow(() ->
                                        refused(Code.NOT_FOUND, "there is no account " + name));
                if (loses && account.isAdmin() && otherAdmins(account) == 0) {
                    throw refused(Code.LAST_ADMIN, "the last administrator stays one");
                }
                Person person = person(account.id());
                person.account = how.apply(account);
                return person.account;
            }
        }

        private long otherAdmins(Account account) {
            return people.values().stream()
                    .map(person -> person.account)
                    .filter(other -> other.isAdmin() && !other.suspended())
                    .filter(other -> other.id() != account.id())
                    .count();
        }

        private void requireAdmin(Account by) {
            if (!person(by.id()).account.isAdmin()) {
                throw refused(Code.FORBIDDEN, "only administrators may do that");
            }
        }

        private static Account with(Account a, Set<Role> roles, boolean suspended) {
            return new Account(a.id(), a.name(), roles, a.email(), suspended, a.createdAt());
        }
    }
}
