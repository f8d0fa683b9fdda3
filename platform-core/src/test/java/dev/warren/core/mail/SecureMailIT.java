package dev.warren.core.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.database.PreparedData;
import dev.warren.core.mail.MailState.Stage;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.testing.ManualClock;
import dev.warren.core.testing.SmtpServer;
import dev.warren.core.testing.SmtpServer.LogIn;
import dev.warren.core.testing.TestKeys;
import dev.warren.core.testing.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Mail to a server that speaks TLS, wants a log-in, and gets mails with an Ed25519 signature. */
@ExtendWith(OutputCaptureExtension.class)
class SecureMailIT {

    private static final String TOPIC = "test";
    private static final String USER = "warren@example.org";
    private static final String SECRET = "correct-horse-battery";
    private static final ManualClock CLOCK = new ManualClock();
    private static final TestTls TLS = TestTls.at("127.0.0.1");

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static SmtpServer server;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static ConfigurableApplicationContext context;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static SSLContext usual;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static PublicKey publicKey;

    private static long account;

    @BeforeAll
    static void start() throws Exception {
        usual = SSLContext.getDefault();
        server = new SmtpServer();
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "warren.data-dir=" + PreparedData.in(data.resolve("warren")),
                                "warren.mail.host=127.0.0.1",
                                "warren.mail.port=" + server.port(),
                                "warren.mail.user=" + USER,
                                "warren.mail.password=" + SECRET,
                                "warren.mail.from=news@example.org",
                                "warren.mail.dkim-key=" + key(),
                                "warren.mail.timeout=2s",
                                "warren.mail.deadline=5s",
                                "warren.mail.poll=50ms",
                                "warren.mail.domain-pause=0s",
                                "spring.main.banner-mode=off",
                                "logging.level.root=info",
                                "logging.level.dev.warren=trace")
                        .run();
        Account alice =
                context.getBean(People.class)
                        .register("alice", TestKeys.ed25519(1), Optional.empty());
        account = alice.id();
    }

    private static Path key() throws NoSuchAlgorithmException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        publicKey = pair.getPublic();
        String pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        return Files.writeString(
                data.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(pem));
    }

    @BeforeEach
    void begin() {
        SSLContext.setDefault(TLS.client());
        server.tls(TLS.server());
        server.logIn(new LogIn("PLAIN", USER, SECRET));
        server.forget();
        // a server that was away is tried again
        CLOCK.advance(Duration.ofHours(5));
    }

    @AfterEach
    void trustAsBefore() {
        SSLContext.setDefault(usual);
    }

    @AfterAll
    static void stop() throws IOException {
        context.close();
        server.close();
    }

    private static void queue(String key) {
        String text =
                """
                From: Warren <news@example.org>
                To: you@example.com
                Subject: A   long
                  subject
                Message-ID: <%s@example.org>
                List-Unsubscribe: <https://example.org/u/1>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                MIME-Version: 1.0
                Content-Type: text/plain; charset=US-ASCII

                hello   there\s\s
                .

                end

                """
                        .formatted(key)
                        .replace("\n", "\r\n");
        outbox().queue(
                        new OutgoingMail(
                                TOPIC,
                                key,
                                account,
                                new MailAddress("you@example.com"),
                                text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    private static MailState state(String key) {
        return outbox().states(TOPIC, key, 10).getFirst();
    }

    private static void awaitSent(String key) {
        await().until(() -> state(key).stage() == Stage.SENT);
    }

    /** The server is well again, and what was kept is sent. */
    private static void awaitKept(String key) {
        assertThat(state(key).stage()).isEqualTo(Stage.WAITING);
        assertThat(state(key).attempts()).isZero();
        assertThat(server.received()).isEmpty();
        SSLContext.setDefault(TLS.client());
        server.tls(TLS.server());
        server.logIn(new LogIn("PLAIN", USER, SECRET));
        CLOCK.advance(Duration.ofMinutes(10));
        awaitSent(key);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void logsInWithinTls(String how) {
        server.logIn(new LogIn(how, USER, SECRET));

        queue("in-" + how);
        awaitSent("in-" + how);

        assertThat(server.heard())
                .startsWith("plain EHLO", "plain STARTTLS", "tls EHLO", "tls AUTH", "tls MAIL")
                .doesNotContain("plain AUTH", "plain MAIL");
    }

    @Test
    void keepsMailsAndTheSecretWhenThePasswordIsWrong(CapturedOutput output) {
        List<String> said = new CopyOnWriteArrayList<>();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler listener = listener(said);
        root.addHandler(listener);
        root.setLevel(Level.ALL);
        try {
            server.logIn(new LogIn("PLAIN", USER, "another"));
            queue("wrong");
            await().until(() -> !state("wrong").result().isEmpty());
        } finally {
            root.setLevel(before);
            root.removeHandler(listener);
        }

        assertThat(state("wrong").result())
                .startsWith("the mail server does not let us in")
                .contains("wrong name or password");
        assertThat(output.getAll() + said + state("wrong").result())
                .contains("mail server is away")
                .doesNotContain(
                        SECRET,
                        base64("\0" + USER + "\0" + SECRET),
                        base64(USER + "\0" + USER + "\0" + SECRET));
        awaitKept("wrong");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Handler listener(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getLoggerName() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void keepsMailsAndSaysNothingToAServerWithoutTls() {
        server.tls(null);
        queue("plain");
        await().until(() -> !state("plain").result().isEmpty());

        assertThat(state("plain").result())
                .startsWith("the mail server does not answer")
                .containsIgnoringCase("STARTTLS");
        assertThat(server.heard()).doesNotContain("plain AUTH", "plain MAIL");
        awaitKept("plain");
    }

    @Test
    void keepsMailsWhenNobodyVouchesForTheServer() {
        SSLContext.setDefault(usual);
        queue("stranger");
        await().until(() -> !state("stranger").result().isEmpty());
        assertThat(state("stranger").result()).contains("certificat");
        awaitKept("stranger");

        TestTls elsewhere = TestTls.at("127.0.0.2");
        SSLContext.setDefault(elsewhere.client());
        server.tls(elsewhere.server());
        server.forget();
        queue("elsewhere");
        await().until(() -> !state("elsewhere").result().isEmpty());
        assertThat(server.heard()).doesNotContain("tls AUTH", "plain AUTH");
        awaitKept("elsewhere");
    }

    @Test
    void signsWithEd25519SoThatOthersCanVerify() throws Exception {
        queue("signed");
        awaitSent("signed");

        byte[] mail = server.received().getFirst().bytes();

        DkimVerdict verdict = DkimVerdict.of(mail, publicKey);
        assertThat(verdict.algorithm()).isEqualTo("ed25519-sha256");
        assertThat(verdict.domain()).isEqualTo("example.org");
        assertThat(verdict.signed())
                .contains("from", "subject", "list-unsubscribe", "list-unsubscribe-post");
        assertThat(verdict.bodyIsSame()).isTrue();
        assertThat(verdict.headersAreSame()).isTrue();
        byte[] forged =
                new String(mail, StandardCharsets.US_ASCII)
                        .replace("Subject: A", "Subject: B")
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(DkimVerdict.of(forged, publicKey).headersAreSame()).isFalse();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ManualClock clock() {
            return CLOCK;
        }
    }
}
