package dev.warren.core.people.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.Registration;
import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.database.PreparedData;
import dev.warren.core.events.AccountCreated;
import dev.warren.core.events.AccountDeleted;
import dev.warren.core.events.AccountResumed;
import dev.warren.core.events.AccountSuspended;
import dev.warren.core.events.KeyAdded;
import dev.warren.core.events.KeyRemoved;
import dev.warren.core.events.TokenCreated;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.testing.ManualClock;
import dev.warren.core.testing.PeopleContract;
import dev.warren.core.testing.TestKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** People on an embedded PostgreSQL, wired as the application wires them. */
class PeopleIT extends PeopleContract {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir static Path data = Path.of("unset");

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static ConfigurableApplicationContext context;

    private final Node node = new Node("this");

    @BeforeAll
    static void startOnce() {
        context = start(data);
    }

    private static ConfigurableApplicationContext start(Path data) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "warren.data-dir=" + PreparedData.in(data),
                        "warren.people.refresh=200ms",
                        "warren.database.statement-timeout=2s",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn")
                .run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void forgetEverybody() {
        // a test before may have killed the server, whose connections are found dead one by one
        await().atMost(LONG).ignoreExceptions().untilAsserted(this::empty);
    }

    private void empty() {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        for (String table : List.of("accounts", "invites", "audit_entries")) {
            jdbc.sql("delete from core." + table).update();
        }
        jdbc.sql("update core.people_revision set revision = revision + 1").update();
        context.getBean(PeopleChanges.class).refresh();
        node.changes.refresh();
        node.events.clear();
    }

    @Override
    protected People people(Registration mode) {
        return node.people(mode);
    }

    @Override
    protected ManualClock clock() {
        return context.getBean(ManualClock.class);
    }

    @Test
    void isWiredAsABeanThatRegistersWithTheEmbeddedDatabase() {
        People people = context.getBean(People.class);

        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());

        assertThat(alice.isAdmin()).isTrue();
        assertThat(people.logIn("alice", TestKeys.ed25519(1).fingerprint()))
                .isEqualTo(new LogIn.Known(alice));
    }

    @Test
    void storesNoSecretInPlainText() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        List<String> secrets =
                List.of(
                        people.tokens().create(alice, "ci").secret(),
                        people.createLoginCode(alice),
                        people.invites().create(alice).code());

        JdbcClient jdbc = context.getBean(JdbcClient.class);
        List<String> stored = new ArrayList<>();
        for (String table :
                List.of(
                        "accounts",
                        "account_keys",
                        "invites",
                        "audit_entries",
                        "login_codes",
                        "api_tokens")) {
            stored.addAll(
                    jdbc.sql("select cast(t as text) from core." + table + " t")
                            .query(String.class)
                            .list());
        }

        assertThat(stored).hasSizeGreaterThanOrEqualTo(6);
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThanOrEqualTo(20);
            assertThat(stored).noneMatch(row -> row.contains(secret));
            assertThat(stored).anyMatch(row -> row.contains(Secrets.hash(secret)));
        }
    }

    @Test
    void keepsFiveLoginCodesOpenAtMost() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            codes.add(people.createLoginCode(alice));
            clock().advance(Duration.ofSeconds(1));
        }

        assertThat(people.redeemLoginCode(codes.get(0))).isEmpty();
        assertThat(people.redeemLoginCode(codes.get(1))).isEmpty();
        assertThat(codes.subList(2, 7))
                .allSatisfy(code -> assertThat(people.redeemLoginCode(code)).contains(alice));
    }

    @Test
    void auditsWhatIsDoneToAccounts() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        Account bob = people.register("bob", TestKeys.ed25519(2), Optional.empty());

        people.administration().suspend(alice, bob.name());
        people.administration().delete(alice, bob.name());

        List<AuditEntry> entries = context.getBean(AuditLog.class).latest(10);
        assertThat(entries)
                .extracting(entry -> entry.actor() + " " + entry.action() + " " + entry.subject())
                .containsExactly(
                        "alice account.delete bob",
                        "alice account.suspend bob",
                        "bob account.create bob",
                        "alice account.create alice");
        assertThat(entries.getFirst().at()).isEqualTo(clock().instant());
    }

    @Test
    void auditsNothingThatWasRefused() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());

        assertThatThrownBy(() -> people.administration().suspend(alice, alice.name()))
                .isInstanceOf(PeopleException.class);

        assertThat(context.getBean(AuditLog.class).latest(10)).hasSize(1);
    }

    @Test
    void publishesWhatChangesHereAndOnOtherNodes() {
        Node other = new Node("other");
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        Account bob = people.register("bob", TestKeys.ed25519(2), Optional.empty());
        people.keys().add(bob, TestKeys.ed25519(3));
        people.keys().remove(bob, TestKeys.ed25519(2).fingerprint());
        people.tokens().create(bob, "ci");
        people.administration().suspend(alice, bob.name());
        people.administration().resume(alice, bob.name());

        other.changes.refresh();
        assertThat(
                        other.people(Registration.CLOSED)
                                .logIn("bob", TestKeys.ed25519(3).fingerprint()))
                .isEqualTo(new LogIn.Known(bob));
        people.administration().suspend(alice, bob.name());
        other.changes.refresh();
        assertThat(
                        other.people(Registration.CLOSED)
                                .logIn("bob", TestKeys.ed25519(3).fingerprint()))
                .isInstanceOf(LogIn.Refused.class);
        people.administration().delete(alice, bob.name());
        other.changes.refresh();

        assertThat(node.events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        AccountCreated.class,
                        KeyAdded.class,
                        AccountCreated.class,
                        KeyAdded.class,
                        KeyAdded.class,
                        KeyRemoved.class,
                        TokenCreated.class,
                        AccountSuspended.class,
                        AccountResumed.class,
                        AccountSuspended.class,
                        AccountDeleted.class);
        assertThat(other.events)
                .extracting(event -> (Object) event.getClass())
                .contains(AccountSuspended.class, AccountDeleted.class);
        assertThat(node.events.getFirst()).isEqualTo(new AccountCreated(alice, clock().instant()));
    }

    @Test
    void noticesWithoutBeingToldWhatAnotherNodeDid() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());

        People bean = context.getBean(People.class);

        await().untilAsserted(() ->
                assertThat(bean.logIn("alice", TestKeys.ed25519(1).fingerprint()))
                        .isEqualTo(new LogIn.Known(alice)));
    }

    @Test
    void keepsOrderWhenManyRegisterAtOnceOnTwoNodes() throws Exception {
        People here = people(Registration.OPEN);
        People there = new Node("other").people(Registration.OPEN);
        List<Account> accounts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Account>> runs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                People people = i % 2 == 0 ? here : there;
                int seed = 100 + i;
                runs.add(
                        threads.submit(() ->
                                people.register("same", TestKeys.ed25519(seed), Optional.empty())));
            }
            for (Future<Account> run : runs) {
                accounts.add(run.get());
            }
        }

        assertThat(accounts).extracting(Account::name).doesNotHaveDuplicates();
        assertThat(accounts).filteredOn(Account::isAdmin).hasSize(1);
    }

    @Test
    void refusesMoreThanTheIndexCanHold() {
        Node small = new Node("small", 5500);
        People people = small.people(Registration.OPEN);
        people.register("alice", TestKeys.ed25519(1), Optional.empty());
        people.register("bob", TestKeys.ed25519(2), Optional.empty());

        assertThatThrownBy(() -> people.register("carol", TestKeys.ed25519(3), Optional.empty()))
                .isInstanceOfSatisfying(
                        PeopleException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.TOO_MANY));
    }

    @Test
    void writesDownWhenATokenWasUsed() {
        People people = people(Registration.OPEN);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        String secret = people.tokens().create(alice, "ci").secret();
        clock().advance(Duration.ofHours(1));
        Instant used = clock().instant();

        assertThat(people.authenticateToken(secret)).contains(alice);
        node.tokens.writeDown();

        assertThat(people.tokens().list(alice))
                .singleElement()
                .satisfies(token -> assertThat(token.lastUsedAt()).contains(used));
    }

    @Test
    void makesTheConfiguredKeyAnAdministratorUnlessThereIsOne() {
        var key = Optional.of(TestKeys.ed25519(7));
        RegistrationPolicy policy = new RegistrationPolicy(Registration.CLOSED, key, false);

        node.registrar(policy).ensureAdmin();
        node.registrar(policy).ensureAdmin();

        assertThat(people(Registration.CLOSED).logIn("x", TestKeys.ed25519(7).fingerprint()))
                .isInstanceOfSatisfying(
                        LogIn.Known.class, known -> assertThat(known.account().isAdmin()).isTrue());
        assertThat(node.index.current().all()).hasSize(1);
    }

    @Test
    void answersLogInsWhileTheDatabaseHangsAndGoesOnAfterwards() throws Exception {
        People people = context.getBean(People.class);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        String secret = people.tokens().create(alice, "ci").secret();
        List<ProcessHandle> server =
                servers().flatMap(p -> Stream.concat(Stream.of(p), p.descendants())).toList();
        signal("-STOP", server);
        try {
            assertThat(people.logIn("alice", TestKeys.ed25519(1).fingerprint()))
                    .isEqualTo(new LogIn.Known(alice));
            assertThat(people.authenticateToken(secret)).contains(alice);
            assertThatThrownBy(() -> people.keys().list(alice))
                    .isInstanceOfSatisfying(
                            PeopleException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE));
        } finally {
            signal("-CONT", server);
        }

        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(PeopleException.class)
                .until(() -> people.keys().list(alice).size() == 1);
    }

    @Test
    void goesOnAfterTheServerWasKilled() {
        People people = context.getBean(People.class);
        Account alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());

        servers().forEach(ProcessHandle::destroyForcibly);

        assertThat(people.logIn("alice", TestKeys.ed25519(1).fingerprint()))
                .isEqualTo(new LogIn.Known(alice));
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(PeopleException.class)
                .until(() -> people.keys().add(alice, TestKeys.ed25519(2)) != null);
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** The embedded servers that this process runs. */
    private static Stream<ProcessHandle> servers() {
        return ProcessHandle.current()
                .children()
                .filter(p -> p.info().command().filter(c -> c.endsWith("/postgres")).isPresent());
    }

    /** A node of its own on the same database: its own index, its own listeners. */
    private static final class Node {
        final List<Object> events = new CopyOnWriteArrayList<>();
        final PeopleIndex index;
        final PeopleChanges changes;
        final PeopleParts parts;
        final TokenService tokens;
        final PeopleProperties limits = context.getBean(PeopleProperties.class);
        final SecureRandom random = new SecureRandom();

        Node(String name) {
            this(name, 1 << 20);
        }

        Node(String name, long memory) {
            index =
                    new PeopleIndex(
                            MemoryBudget.root(name, memory),
                            events::add,
                            context.getBean(ManualClock.class));
            changes =
                    new PeopleChanges(
                            index,
                            context.getBean(PeopleRows.class),
                            context.getBean(JdbcClient.class),
                            new TransactionTemplate(
                                    context.getBean(PlatformTransactionManager.class)));
            parts =
                    new PeopleParts(
                            index,
                            changes,
                            context.getBean(PeopleRows.class),
                            context.getBean(AuditLog.class),
                            context.getBean(ManualClock.class));
            tokens = new TokenService(parts, new Secrets(random), limits.maxTokens());
            changes.refresh();
        }

        Registrar registrar(RegistrationPolicy policy) {
            return new Registrar(policy, limits, parts, new AccountNames(new SplittableRandom(1)));
        }

        People people(Registration mode) {
            return new PeopleService(
                    index,
                    mode,
                    registrar(new RegistrationPolicy(mode, Optional.empty(), true)),
                    new LoginCodes(parts, new Secrets(random), context.getBean(JdbcClient.class)),
                    new PeopleService.Rooms(
                            new KeyService(parts, limits.maxKeys()),
                            tokens,
                            new InviteService(parts, new Secrets(random), limits),
                            new AdministrationService(parts)));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ManualClock clock() {
            return new ManualClock();
        }
    }
}
