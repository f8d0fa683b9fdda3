package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.database.PreparedData;
import dev.warren.core.events.WebhookSwitchedOff;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.core.testing.ManualClock;
import dev.warren.core.testing.TestKeys;
import dev.warren.core.webhooks.WebhookException.Code;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks on an embedded PostgreSQL, with a receiver that has good days and bad ones. */
class WebhooksIT {

    private static final String TOPIC = "tunnels";
    private static final String HOOK = "/hook";
    private static final ManualClock CLOCK = new ManualClock();
    private static final List<WebhookSwitchedOff> OFF = new CopyOnWriteArrayList<>();

    @TempDir private static Path data;
    private static ConfigurableApplicationContext context;
    private static Account alice;
    private static Account bob;

    private Receiver receiver;

    @BeforeAll
    static void startOnce() {
        context = start();
        People people = context.getBean(People.class);
        alice = people.register("alice", TestKeys.ed25519(1), Optional.empty());
        bob = people.register("bob", TestKeys.ed25519(2), Optional.empty());
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "warren.data-dir=" + PreparedData.in(data),
                        "warren.outbound.allow=127.0.0.1",
                        "warren.webhooks.allow-http=true",
                        "warren.webhooks.poll=50ms",
                        "warren.webhooks.timeout=400ms",
                        "warren.webhooks.max-waiting=5",
                        "warren.webhooks.max-waiting-total=7",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn")
                .run();
    }

    @BeforeEach
    void receive() throws IOException {
        receiver = new Receiver(0);
    }

    @AfterEach
    void forget() {
        hooks().remove(alice, TOPIC);
        hooks().remove(bob, TOPIC);
        OFF.clear();
        receiver.close();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void tellsWhatIsWantedSignedAndInOrder() throws WebhookException {
        String secret = hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of("up", "down"));

        post(alice, "up", "one");
        post(alice, "well", "unwanted");
        post(bob, "up", "nobody's");
        post(alice, "down", "two");

        await().until(() -> receiver.accepted(HOOK), List.of("one", "two")::equals);
        Receiver.Delivery first = receiver.deliveries.getFirst();
        String message = first.header("Webhook-id");
        assertThat(first.header("Content-type")).isEqualTo("application/json");
        assertThat(first.body())
                .startsWith(
                        "{\"id\":\""
                                + message
                                + "\",\"type\":\"tunnels.up\",\"timestamp\":\"2026-");
        assertThat(first.header("Webhook-timestamp"))
                .isEqualTo(Long.toString(CLOCK.instant().getEpochSecond()));
        assertThat(first.header("Webhook-signature"))
                .isEqualTo(
                        Signature.of(
                                Base64.getDecoder().decode(secret.substring("whsec_".length())),
                                message,
                                CLOCK.instant().getEpochSecond(),
                                first.body().getBytes(UTF_8)));
        await().until(() -> state(alice).counts(), new WebhookState.Counts(2, 0, 0)::equals);
        assertThat(state(alice).last().map(WebhookState.Last::result)).contains("answered 204");
        assertThat(hooks().find(bob, TOPIC)).isEmpty();
    }

    @Test
    void aReceiverThatFailsGetsEverythingLaterInOrder() throws WebhookException {
        receiver.answer(HOOK, 503);
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        post(alice, "up", "one");
        post(alice, "down", "two");
        awaitResult(alice, "answered 503");
        receiver.answer(HOOK, 302);
        CLOCK.advance(Duration.ofSeconds(7));
        awaitResult(alice, "answered 302, a redirect, which is not followed");
        receiver.answer(HOOK, 204);
        assertThat(state(alice).counts()).isEqualTo(new WebhookState.Counts(0, 2, 0));
        assertThat(state(alice).failingSince()).isPresent();

        CLOCK.advance(Duration.ofSeconds(20));

        await().until(() -> receiver.accepted(HOOK), List.of("one", "two")::equals);
        assertThat(receiver.attempts(HOOK)).isEqualTo(4);
        assertThat(receiver.attempts("/elsewhere")).isZero();
        assertThat(receiver.deliveries.subList(0, 3))
                .extracting(d -> d.header("Webhook-id"))
                .containsOnly(receiver.deliveries.getFirst().header("Webhook-id"));
        assertThat(receiver.deliveries.subList(0, 3))
                .extracting(d -> d.header("Webhook-timestamp"))
                .doesNotHaveDuplicates();
    }

    @Test
    void oneEventThatIsRefusedKeepsNoOthersWaiting() throws WebhookException {
        receiver.refuse("odd");
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());

        post(alice, "up", "odd");
        post(alice, "up", "fine");

        await().until(() -> receiver.accepted(HOOK), List.of("fine")::equals);
        CLOCK.advance(Duration.ofHours(13));
        await().until(() -> state(alice).counts(), new WebhookState.Counts(1, 0, 1)::equals);
        assertThat(receiver.attempts(HOOK)).isEqualTo(3);
    }

    @Test
    void goneMeansNeverAgainUntilATestIsAccepted() throws WebhookException {
        receiver.answer(HOOK, 410);
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        post(alice, "up", "one");
        await().until(() -> OFF.size() == 1);

        assertThat(OFF.getFirst())
                .extracting(WebhookSwitchedOff::owner, WebhookSwitchedOff::host)
                .containsExactly(alice.name(), "127.0.0.1");
        assertThat(state(alice).off()).contains("the receiver wants no more events (410 Gone)");
        assertThat(state(alice).counts().lost()).isEqualTo(1);
        assertThat(hooks().test(alice, TOPIC).accepted()).isFalse();
        assertThat(state(alice).off()).isPresent();
        receiver.answer(HOOK, 204);
        assertThatThrownBy(() -> hooks().test(alice, TOPIC))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("expected: 5 seconds between tests");
        CLOCK.advance(Duration.ofSeconds(6));
        assertThat(hooks().test(alice, TOPIC))
                .extracting(WebhookAnswer::accepted, WebhookAnswer::result)
                .containsExactly(true, "answered 204");
        post(alice, "up", "again");
        await().until(() -> receiver.accepted(HOOK).contains("again"));
    }

    @Test
    void whoHangsHoldsUpNobodyElse() throws WebhookException {
        receiver.hang("/slow");
        hooks().set(bob, TOPIC, receiver.url("/slow"), Set.of());
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        post(bob, "up", "stuck");
        await().until(() -> receiver.attempts("/slow") == 1);

        post(alice, "up", "swift");

        await().until(() -> receiver.accepted(HOOK), List.of("swift")::equals);
        awaitResult(bob, "the request was not done within PT0.4S");
        assertThat(state(bob).counts().waiting()).isEqualTo(1);
    }

    @Test
    void aNewAddressGetsWhatWaitsAndTheOldOneIsNotHeard() throws WebhookException {
        receiver.hang("/old");
        hooks().set(alice, TOPIC, receiver.url("/old"), Set.of());
        post(alice, "up", "one");
        await().until(() -> receiver.attempts("/old") == 1);

        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());

        await().until(() -> receiver.accepted(HOOK), List.of("one")::equals);
        await().until(() -> sending() == 0);
        assertThat(receiver.attempts("/old")).isEqualTo(1);
        assertThat(state(alice).counts()).isEqualTo(new WebhookState.Counts(1, 0, 0));
        assertThat(state(alice).failingSince()).isEmpty();
    }

    private static double sending() {
        return context.getBean(SimpleMeterRegistry.class)
                .get("warren.webhooks.receivers.sending")
                .gauge()
                .value();
    }

    @Test
    void aQueueKeepsTheLatestAndCountsTheRest() throws WebhookException {
        receiver.answer(HOOK, 500);
        receiver.answer("/other", 500);
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        hooks().set(bob, TOPIC, receiver.url("/other"), Set.of());
        for (int i = 0; i < 9; i++) {
            post(alice, "up", "a" + i);
        }
        await().until(() -> state(alice).counts(), new WebhookState.Counts(0, 5, 4)::equals);

        for (int i = 0; i < 3; i++) {
            post(bob, "up", "b" + i);
        }

        // seven in all: the longer queue gives way
        await().until(() -> state(alice).counts(), new WebhookState.Counts(0, 4, 5)::equals);
        assertThat(state(bob).counts()).isEqualTo(new WebhookState.Counts(0, 3, 0));
        receiver.answer(HOOK, 204);
        CLOCK.advance(Duration.ofMinutes(2));
        await().until(() -> receiver.accepted(HOOK), List.of("a5", "a6", "a7", "a8")::equals);
    }

    @Test
    void aReceiverThatFailsForDaysIsSwitchedOff() throws WebhookException {
        receiver.answer(HOOK, 404);
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        post(alice, "up", "one");
        awaitResult(alice, "answered 404");

        CLOCK.advance(Duration.ofDays(4));

        await().until(() -> OFF.size() == 1);
        assertThat(state(alice).off())
                .contains("no event was accepted for PT96H; the last attempt: answered 404");
        assertThat(state(alice).counts()).isEqualTo(new WebhookState.Counts(0, 0, 1));
    }

    @Test
    void whatWaitsOutlivesTheProgramAndTheReceiver() throws WebhookException, IOException {
        int port = receiver.port();
        hooks().set(alice, TOPIC, receiver.url(HOOK), Set.of());
        receiver.close();
        post(alice, "up", "one");
        awaitResult(alice, "there is no such host, or nothing answers there");
        post(alice, "down", "two");

        // the last event may be in memory only
        context.close();
        CLOCK.advance(Duration.ofMinutes(1));
        receiver = new Receiver(port);
        context = start();

        await().until(() -> receiver.accepted(HOOK), List.of("one", "two")::equals);
    }

    @Test
    void nothingSecretIsStoredInPlainText() throws WebhookException {
        String first = hooks().set(alice, TOPIC, receiver.url("/s3cr3t"), Set.of());
        String second = hooks().set(alice, TOPIC, receiver.url("/s3cr3t"), Set.of("up"));

        List<String> stored =
                context.getBean(JdbcClient.class)
                        .sql(
                                "select cast(w as text) || encode(target, 'escape') from core.webhooks w")
                        .query((row, _) -> String.valueOf(row.getString(1)))
                        .list();

        assertThat(first).startsWith("whsec_").isNotEqualTo(second);
        assertThat(stored).singleElement().asString().doesNotContain("s3cr3t", "whsec_");
        assertThat(state(alice).url()).hasToString(receiver.url("/s3cr3t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://example.org/x | not a web address (expected: http(s)://host/path)",
                "https:///x | not a web address",
                "https://me@example.org/ | with a user or a fragment",
                "https://exa mple.org/ | malformed",
                "http://10.1.2.3/x | 10.1.2.3 is at a private or special address",
                "https://[::1]:8443/ | [::1] is at a private or special address",
                "https://169.254.169.254/latest | at a private or special address"
            })
    void refusesAddressesThatNobodyElseShouldReach(String url, String words) {
        assertThatThrownBy(() -> hooks().set(alice, TOPIC, url, Set.of()))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("url: ")
                .hasMessageContaining(words)
                .extracting(e -> ((WebhookException) e).code())
                .isEqualTo(Code.INVALID);
    }

    @Test
    void withoutTlsOnlyWhereTheOperatorAllowsIt() {
        AddressCheck strict =
                new AddressCheck(
                        () -> {
                            throw new IllegalStateException("not looked up");
                        },
                        false);

        assertThatThrownBy(() -> strict.parse("http://example.org/"))
                .isInstanceOf(WebhookException.class)
                .hasMessage("url: without TLS (expected: https://host/path; this server says so)");
    }

    private static void post(Account account, String kind, String name) {
        hooks().post(
                        new WebhookEvent(
                                new AccountName(account.name().value()),
                                TOPIC,
                                kind,
                                CLOCK.instant(),
                                Map.of("name", name)));
    }

    private static WebhookState state(Account account) throws WebhookException {
        return hooks().find(account, TOPIC).orElseThrow();
    }

    private static void awaitResult(Account account, String words) {
        await().until(() ->
                state(account).last().filter(last -> last.result().equals(words)).isPresent());
    }

    private static Webhooks hooks() {
        return context.getBean(Webhooks.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ManualClock clock() {
            return CLOCK;
        }

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @EventListener
        void on(WebhookSwitchedOff event) {
            OFF.add(event);
        }
    }
}
