package dev.warren.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.database.PreparedData;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.testing.ManualClock;
import dev.warren.core.testing.TestKeys;
import dev.warren.edge.acme.Claims.Demand;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** Two nodes on one PostgreSQL. */
class ClaimsIT {

    private static final String DIRECTORY = "https://localhost:1/directory";

    @TempDir private static Path folder;
    private static ConfigurableApplicationContext context;
    private static JdbcClient jdbc;
    private static CertificateRows rows;
    private static Account alice;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Claims one = claims("one");
    private final Claims other = claims("other");

    @BeforeAll
    static void start() {
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "warren.data-dir=" + PreparedData.in(folder.resolve("data")),
                                "warren.registration=open",
                                "warren.ssh.port=0",
                                "warren.ssh.host=127.0.0.1",
                                "warren.http.port=0",
                                "warren.https.port=0",
                                "warren.https.acme.directory=" + DIRECTORY,
                                "warren.https.acme.accept-terms=true",
                                "warren.https.acme.contact=ops@example.org",
                                "warren.https.acme.max-orders=2",
                                "warren.https.acme.max-certificates=5",
                                "warren.https.acme.on-demand.per-account=3",
                                "warren.https.acme.on-demand.orders-per-day=4",
                                // the program itself does nothing meanwhile
                                "warren.https.acme.refresh=1m",
                                "spring.main.banner-mode=off",
                                "logging.level.root=warn")
                        .run();
        jdbc = context.getBean(JdbcClient.class);
        rows = context.getBean(CertificateRows.class);
        alice =
                context.getBean(People.class)
                        .register("alice", TestKeys.ed25519(1), Optional.empty());
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void clear() {
        jdbc.sql("delete from edge.certificates").update();
        jdbc.sql("delete from edge.acme_orders").update();
    }

    private Claims claims(String node) {
        return new Claims(
                jdbc,
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class)),
                context.getBean(AcmeProperties.class),
                node,
                clock);
    }

    private void configure(String... names) {
        rows.configure(Set.of(names), DIRECTORY, clock.instant());
    }

    @Test
    void oneNodeAtATimeHasAName() {
        configure("a.test");

        assertThat(one.take("a.test")).isTrue();
        assertThat(other.take("a.test")).isFalse();
        assertThat(one.take("a.test")).isFalse();
        one.release("a.test");
        assertThat(other.take("a.test")).isTrue();
        assertThat(one.take("no.test")).isFalse();
    }

    @Test
    void aClaimEndsByItselfUnlessItIsRenewed() {
        configure("a.test");
        assertThat(one.take("a.test")).isTrue();

        clock.advance(Claims.LIFE.minusSeconds(1));
        one.keep(Set.of("a.test"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(other.take("a.test")).isFalse();
        assertThat(rows.due(clock.instant(), 10)).isEmpty();

        clock.advance(Claims.LIFE);
        assertThat(rows.due(clock.instant(), 10))
                .extracting(CertificateRow::name)
                .contains("a.test");
        assertThat(other.take("a.test")).isTrue();
        // who has lost it does not renew it
        one.keep(Set.of("a.test"));
        one.release("a.test");
        assertThat(one.take("a.test")).isFalse();
    }

    @Test
    void allNodesTogetherAreAtSoManyOrders() {
        configure("a.test", "b.test", "c.test");

        assertThat(one.take("a.test")).isTrue();
        assertThat(other.take("b.test")).isTrue();
        assertThat(one.take("c.test")).isFalse();
        other.release("b.test");
        assertThat(one.take("c.test")).isTrue();
    }

    @Test
    void whatIsNotDueIsNotTaken() {
        configure("a.test");
        rows.failed("a.test", "no", clock.instant().plusSeconds(10));

        assertThat(one.take("a.test")).isFalse();
        clock.advance(Duration.ofSeconds(10));
        assertThat(one.take("a.test")).isTrue();
    }

    @Test
    void anAccountHasSoManyCertificatesAndOrders() {
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.ACCEPTED);
        assertThat(other.demand("a.test", alice.id())).isEqualTo(Demand.KNOWN);
        assertThat(one.demand("b.test", alice.id())).isEqualTo(Demand.ACCEPTED);
        assertThat(one.demand("c.test", alice.id())).isEqualTo(Demand.ACCEPTED);
        assertThat(one.demand("d.test", alice.id())).isEqualTo(Demand.ACCOUNT_LIMIT);

        // a fourth order of the day, and no fifth
        rows.failed("a.test", "no", clock.instant().plusSeconds(10));
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.RESTING);
        clock.advance(Duration.ofSeconds(11));
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.ACCEPTED);
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.ACCOUNT_LIMIT);
        clock.advance(Duration.ofDays(1));
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.ACCEPTED);
    }

    @Test
    void thereAreSoManyCertificatesInAll() {
        configure("a.test", "b.test", "c.test", "d.test", "e.test");

        assertThat(one.demand("f.test", alice.id())).isEqualTo(Demand.LIMIT);
        assertThat(one.demand("a.test", alice.id())).isEqualTo(Demand.KNOWN);
    }

    @Test
    void anotherAuthorityHasEverythingOrderedAnewAndTheOldStaysInUse() {
        configure("a.test");
        Instant far = clock.instant().plus(Duration.ofDays(60));
        rows.issued(
                "a.test",
                new CertificateRow.Issued("chain", new byte[] {1}, clock.instant(), far),
                far,
                far);
        assertThat(rows.due(clock.instant(), 10)).isEmpty();

        assertThat(rows.moveTo("https://other.test/directory", clock.instant())).isEqualTo(1);

        assertThat(rows.due(clock.instant(), 10)).hasSize(1);
        assertThat(rows.find("a.test").map(CertificateRow::issued)).isPresent();
        assertThat(rows.moveTo("https://other.test/directory", clock.instant())).isZero();
    }

    @Test
    void whatFailedForAUserWaitsForAVisitor() {
        one.demand("a.test", alice.id());
        configure("b.test");
        rows.failed("a.test", "no", clock.instant());
        rows.failed("b.test", "no", clock.instant());

        assertThat(rows.due(clock.instant(), 10))
                .extracting(CertificateRow::name)
                .isEqualTo(List.of("b.test"));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
