package dev.warren.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import dev.warren.edge.acme.CertificateRow.Issued;
import dev.warren.edge.http.CertificateNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OnDemandTest {

    private static final AcmeProperties SETTINGS =
            new Binder(
                            new MapConfigurationPropertySource(
                                    Map.of(
                                            "x.directory", URI.create("https://ca.test/dir"),
                                            "x.accept-terms", "true",
                                            "x.contact", "ops@example.org",
                                            "x.names", "own.test",
                                            "x.dns.server", "127.0.0.1",
                                            "x.dns.zone", "zone.test")))
                    .bindOrCreate("x", AcmeProperties.class);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final AcmeNames names = new AcmeNames(SETTINGS);
    private final OnDemand demand = new OnDemand(names, SETTINGS.onDemand(), clock);

    @BeforeEach
    void load() {
        names.load(
                Set.of("platform.test"),
                List.of(
                        new CertificateNames() {
                            @Override
                            public List<String> configured() {
                                return List.of("*.zone.test", "*.elsewhere.test");
                            }

                            @Override
                            public OptionalLong ownerOf(String host) {
                                return host.startsWith("alice")
                                        ? OptionalLong.of(7)
                                        : OptionalLong.empty();
                            }
                        }));
    }

    @Test
    void wildcardsOutsideTheZoneAreNotOrdered() {
        assertThat(names.configured())
                .containsExactlyInAnyOrder("own.test", "platform.test", "*.zone.test");
    }

    @Test
    void aProvedHostIsAskedForOnceInAWhile() {
        assertThat(demand.isComing("alice.test", null)).isTrue();
        assertThat(demand.isComing("alice.test", null)).isTrue();

        assertThat(demand.next()).isEqualTo(new OnDemand.Wish("alice.test", 7));
        assertThat(demand.next()).isNull();
        clock.advance(Duration.ofSeconds(11));
        assertThat(demand.isComing("alice.test", null)).isTrue();
        assertThat(demand.next()).isNotNull();
    }

    @Test
    void nobodysHostsAndThoseOfTheSettingsAreNot() {
        assertThat(demand.isComing("bob.test", null)).isFalse();
        assertThat(demand.isComing("own.test", null)).isFalse();
        assertThat(demand.isComing("alice.zone.test", null)).isFalse();
        assertThat(demand.next()).isNull();
    }

    @Test
    void visitorsAreNotPutOffWhenNothingComes() {
        Instant later = clock.instant().plusSeconds(60);

        assertThat(demand.isComing("alice.test", row(null, 1, later))).isFalse();
        clock.advance(Duration.ofSeconds(61));
        assertThat(demand.isComing("alice.test", row(null, 1, later))).isTrue();
        demand.refused(new OnDemand.Wish("alice.test", 7));
        assertThat(demand.isComing("alice.test", null)).isFalse();
    }

    @Test
    void aFailureMakesTheNextVisitorAskAnew() {
        assertThat(demand.isComing("alice.test", null)).isTrue();
        assertThat(demand.next()).isNotNull();

        assertThat(demand.isComing("alice.test", row(null, 1, clock.instant()))).isTrue();
        assertThat(demand.next()).isNotNull();
        assertThat(demand.isComing("alice.test", row(null, 1, clock.instant()))).isTrue();
        assertThat(demand.next()).isNull();
    }

    @Test
    void aCertificateThatTheDoorsCannotUseIsNotWaitedFor() {
        Instant old = clock.instant().minus(Duration.ofDays(3));
        Issued issued = new Issued("chain", new byte[0], old, clock.instant());

        assertThat(demand.isComing("alice.test", row(issued, 0, clock.instant()))).isFalse();
    }

    @Test
    void aFullLineTakesNobodyMore() {
        for (int i = 0; i < 64; i++) {
            assertThat(demand.isComing("alice%d.test".formatted(i), null)).isTrue();
        }

        assertThat(demand.isComing("alice64.test", null)).isFalse();
    }

    private static CertificateRow row(@Nullable Issued issued, int failures, Instant due) {
        return new CertificateRow(
                "alice.test", OptionalLong.of(7), "x", issued, due, failures, null, null);
    }
}
