package dev.warren.core.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.core.database.PreparedData;
import dev.warren.core.mail.MailState.Stage;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.testing.ManualClock;
import dev.warren.core.testing.SmtpServer;
import dev.warren.core.testing.SmtpServer.Mood;
import dev.warren.core.testing.TestKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

/** Mail on an embedded PostgreSQL, with a mail server that has good days and bad ones. */
class MailIT {

    private static final String TOPIC = "test";
    private static final ManualClock CLOCK = new ManualClock();
    private static final List<String> BOUNCES = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static SmtpServer server;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static ConfigurableApplicationContext context;

    private static long account;
    private static Path publicKey = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        server = new SmtpServer();
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "warren.data-dir=" + PreparedData.in(data.resolve("warren")),
                                "warren.mail.host=127.0.0.1",
                                "warren.mail.port=" + server.port(),
                                "warren.mail.tls=none",
                                "warren.mail.from=news@example.org",
                                "warren.mail.bounces=back@example.org",
                                "warren.mail.dkim-key=" + key(),
                                "warren.mail.timeout=1s",
                                "warren.mail.deadline=2s",
                                "warren.mail.poll=50ms",
                                "warren.mail.domain-pause=0s",
                                "spring.main.banner-mode=off",
                                "logging.level.root=warn")
                        .run();
        Account alice =
                context.getBean(People.class)
                        .register("alice", TestKeys.ed25519(1), Optional.empty());
        account = alice.id();
    }

    private static Path key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048, new SecureRandom());
        var pair = generator.generateKeyPair();
        publicKey = data.resolve("dkim.pub");
        Files.writeString(
                publicKey, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        String pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        return Files.writeString(
                data.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(pem));
    }

    @BeforeEach
    void begin() {
        server.mood(Mood.GOOD);
        server.forget();
        BOUNCES.clear();
        // a server that was away is tried again
        CLOCK.advance(Duration.ofHours(5));
    }

    @AfterEach
    void holdsNothing() {
        await().until(() -> context.getBean("mailBudget", MemoryBudget.class).used() == 0);
    }

    @AfterAll
    static void stop() throws IOException {
        context.close();
        server.close();
    }

    private static Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    private static OutgoingMail mail(String key) {
        String text =
                """
                From: Warren <news@example.org>
                To: you@example.com
                Subject: Test
                Message-ID: <%s@example.org>
                List-Unsubscribe: <https://example.org/u/1>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                MIME-Version: 1.0
                Content-Type: text/plain; charset=US-ASCII

                hello
                .
                ..two dots
                end
                """
                        .formatted(key)
                        .replace("\n", "\r\n");
        return new OutgoingMail(
                TOPIC,
                key,
                account,
                new MailAddress("you@example.com"),
                text.getBytes(StandardCharsets.US_ASCII));
    }

    private static MailState state(String key) {
        return outbox().states(TOPIC, key, 10).getFirst();
    }

    private static void awaitStage(String key, Stage stage) {
        await().until(() -> state(key).stage() == stage);
    }

    @Test
    void sendsWhatWasCommittedOnceAndAsItIs() {
        assertThat(outbox().queue(mail("once"))).isTrue();
        assertThat(outbox().queue(mail("once"))).isFalse();
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(transaction -> {
                    outbox().queue(mail("never"));
                    transaction.setRollbackOnly();
                });

        awaitStage("once", Stage.SENT);

        assertThat(server.received()).hasSize(1);
        var received = server.received().getFirst();
        assertThat(received.from()).startsWith("back+").endsWith("@example.org");
        assertThat(received.to()).isEqualTo("you@example.com");
        assertThat(received.text()).endsWith("\r\nhello\r\n.\r\n..two dots\r\nend\r\n");
        assertThat(received.header("DKIM-Signature"))
                .contains("d=example.org")
                .containsIgnoringCase("List-Unsubscribe-Post");
        assertThat(outbox().states(TOPIC, "never", 1)).isEmpty();
    }

    @Test
    void signsSoThatOthersCanVerify() throws Exception {
        outbox().queue(mail("signed"));
        awaitStage("signed", Stage.SENT);
        Path file = Files.write(data.resolve("signed.eml"), server.received().getFirst().bytes());
        String script =
                """
                import sys, dkim
                key = b"v=DKIM1; k=rsa; p=" + open(sys.argv[2], "rb").read()
                mail = open(sys.argv[1], "rb").read()
                sys.exit(0 if dkim.verify(mail, dnsfunc=lambda name, timeout=5: key) else 1)
                """;

        Process python =
                new ProcessBuilder(
                                "/usr/bin/python3",
                                "-c",
                                script,
                                file.toString(),
                                publicKey.toString())
                        .redirectErrorStream(true)
                        .start();

        String said =
                new String(python.getInputStream().readNBytes(10_000), StandardCharsets.UTF_8);
        int status = python.waitFor();
        assumeTrue(
                !said.contains("No module named") || Boolean.getBoolean("clients.required"), said);
        assertThat(status).as(said).isZero();
    }

    @Test
    void triesAgainWhenTheRecipientsSideIsBusy() {
        server.mood(Mood.BUSY);
        outbox().queue(mail("busy"));
        await().until(() -> state("busy").attempts() == 1);
        assertThat(state("busy").result()).contains("come back later");

        server.mood(Mood.GOOD);
        CLOCK.advance(Duration.ofMinutes(2));

        awaitStage("busy", Stage.SENT);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void waitsWhileTheServerIsAwayOrSilent() {
        for (Mood mood : List.of(Mood.CLOSED, Mood.SILENT)) {
            server.mood(mood);
            String key = "away-" + mood;
            outbox().queue(mail(key));
            await().until(() -> !state(key).result().isEmpty());
            assertThat(state(key).stage()).isEqualTo(Stage.WAITING);
            assertThat(state(key).attempts()).isZero();

            server.mood(Mood.GOOD);
            CLOCK.advance(Duration.ofMinutes(10));

            awaitStage(key, Stage.SENT);
        }
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void sendsTheSameMessageAgainWhenItCannotKnow() {
        server.mood(Mood.DIES_AFTER_DATA);
        outbox().queue(mail("unknown"));
        await().until(() -> state("unknown").attempts() == 1);

        server.mood(Mood.GOOD);
        CLOCK.advance(Duration.ofMinutes(2));

        awaitStage("unknown", Stage.SENT);
        assertThat(server.received()).hasSize(2);
        assertThat(server.received())
                .extracting(one -> one.header("Message-ID"))
                .containsOnly("<unknown@example.org>");
    }

    @Test
    void tellsOfBouncesOnce() {
        for (Mood mood : List.of(Mood.UNKNOWN_RECIPIENT, Mood.UNWANTED)) {
            server.mood(mood);
            outbox().queue(mail("bounce-" + mood));
            awaitStage("bounce-" + mood, Stage.BOUNCED);
        }

        assertThat(BOUNCES)
                .hasSize(2)
                .anyMatch(bounce -> bounce.contains("no such user"))
                .anyMatch(bounce -> bounce.contains("no, thanks"));
        assertThat(server.received()).isEmpty();
    }

    @Test
    void givesUpAfterDays() {
        server.mood(Mood.BUSY);
        outbox().queue(mail("old"));
        await().until(() -> state("old").attempts() == 1);

        CLOCK.advance(Duration.ofDays(4));

        awaitStage("old", Stage.GIVEN_UP);
        assertThat(BOUNCES).singleElement().asString().startsWith("given up old ");
    }

    @Test
    void hearsOfReportsThatComeLaterOnce() throws Exception {
        outbox().queue(mail("late"));
        outbox().queue(mail("slow"));
        awaitStage("late", Stage.SENT);
        awaitStage("slow", Stage.SENT);
        String late = leftFrom("late");

        assertThat(report(late.replace("-", "-0"), "failed", "5.1.1"))
                .isInstanceOf(ReturnedMail.Outcome.Ignored.class);
        assertThat(report(late, "delayed", "4.4.1"))
                .isInstanceOf(ReturnedMail.Outcome.Ignored.class);
        assertThat(report(late, "failed", "5.1.1")).isInstanceOf(ReturnedMail.Outcome.Noted.class);
        assertThat(report(late, "failed", "5.1.1"))
                .isInstanceOf(ReturnedMail.Outcome.Ignored.class);
        assertThat(report(leftFrom("slow"), "failed", "4.4.7"))
                .isInstanceOf(ReturnedMail.Outcome.Noted.class);

        assertThat(state("late").stage()).isEqualTo(Stage.BOUNCED);
        assertThat(BOUNCES)
                .hasSize(2)
                .anyMatch(bounce -> bounce.startsWith("late ") && bounce.contains("no such user"))
                .anyMatch(bounce -> bounce.startsWith("given up slow "));
    }

    private static String leftFrom(String key) {
        return server.received().stream()
                .filter(one -> one.header("Message-ID").contains("<" + key + "@"))
                .findFirst()
                .orElseThrow()
                .from();
    }

    private static ReturnedMail.Outcome report(String to, String action, String status)
            throws Exception {
        byte[] report =
                DeliveryReportTest.report(to, action, status).getBytes(StandardCharsets.US_ASCII);
        return context.getBean(ReturnedMail.class)
                .take(new ByteArrayInputStream(report), Optional.empty());
    }

    @Test
    void severalSendersSendEachMailOnce() {
        MailSender second = context.getBean(MailSender.class);
        MailSender other = new MailSender(parts());
        other.start();
        List<String> keys =
                new ArrayList<>(IntStream.range(0, 40).mapToObj(i -> "many-" + i).toList());
        keys.forEach(key -> outbox().queue(mail(key)));

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        outbox().states(TOPIC, "many-", 50).stream()
                                .allMatch(state -> state.stage() == Stage.SENT));

        other.stop();
        assertThat(second.isRunning()).isTrue();
        assertThat(server.received()).hasSize(40);
    }

    private static MailTurn.Parts parts() {
        return new MailTurn.Parts(
                new MailRows(
                        context.getBean(JdbcClient.class),
                        new TransactionTemplate(context.getBean(PlatformTransactionManager.class))),
                context.getBean(Delivery.class),
                new MailBackoff(Duration.ofMinutes(1), new SecureRandom()),
                List.of(),
                context.getBean("mailBudget", MemoryBudget.class),
                new MailMetrics(new SimpleMeterRegistry()),
                context.getBean(MailProperties.class),
                CLOCK);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ManualClock clock() {
            return CLOCK;
        }

        @Bean
        MailListener bounces() {
            return new MailListener() {
                @Override
                public String topic() {
                    return TOPIC;
                }

                @Override
                public void bounced(String key, MailAddress to, String reason) {
                    BOUNCES.add(key + " " + reason);
                }

                @Override
                public void givenUp(String key, MailAddress to, String reason) {
                    BOUNCES.add("given up " + key + " " + reason);
                }
            };
        }
    }
}
