package dev.warren.tunnels.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.AccountName;
import dev.warren.core.testing.ManualClock;
import dev.warren.tunnels.names.BoundDomains.Bound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundDomainsTest {

    private static final String RECORD = "_warren.my.example.com";
    private static final Bound DOMAIN =
            new Bound("my.example.com", new AccountName("alice"), "SHA256:key");

    private final ManualClock clock = new ManualClock();
    private final Map<String, Set<String>> zone = new HashMap<>();
    private final Set<Bound> served = new HashSet<>(Set.of(DOMAIN));
    private final List<Bound> ended = new ArrayList<>();
    private boolean silent;
    private int asked;
    private final BoundDomains domains =
            new BoundDomains(
                    new BoundDomains.Places() {
                        @Override
                        public Set<Bound> served() {
                            return Set.copyOf(served);
                        }

                        @Override
                        public void end(Bound domain) {
                            ended.add(domain);
                            served.remove(domain);
                        }
                    },
                    new DomainProofs(this::records, clock),
                    new DomainWatch.Rhythm(Duration.ofDays(1), 3),
                    clock);

    private TxtRecords.Answer records(String name) {
        asked++;
        return silent
                ? new TxtRecords.Answer.Silence()
                : new TxtRecords.Answer.Texts(zone.getOrDefault(name, Set.of()));
    }

    @BeforeEach
    void begin() {
        zone.put(RECORD, Set.of("account=alice"));
        domains.look();
    }

    private void days(int number) {
        for (int i = 0; i < number * 24; i++) {
            clock.advance(Duration.ofHours(1));
            domains.look();
        }
    }

    @Test
    void aDomainWhoseRecordStaysIsServedOn() {
        days(2);
        zone.put(RECORD, Set.of("SHA256:key"));
        days(8);

        assertThat(ended).isEmpty();
        assertThat(asked).isEqualTo(10);
    }

    @Test
    void aDomainWhoseRecordIsGoneForThreeDaysIsServedNoMore() {
        zone.clear();
        days(2);
        assertThat(ended).isEmpty();

        days(3);

        assertThat(ended).containsExactly(DOMAIN);
    }

    @Test
    void aRecordThatComesBackStartsTheCountAnew() {
        zone.clear();
        days(2);
        zone.put(RECORD, Set.of("account=alice"));
        days(1);
        zone.clear();
        days(2);

        assertThat(ended).isEmpty();
    }

    @Test
    void silenceIsNeverCounted() {
        silent = true;
        days(30);

        assertThat(ended).isEmpty();
    }

    @Test
    void whoLeavesAndComesBackHasShownTheRecordAnew() {
        zone.clear();
        days(2);
        served.clear();
        domains.look();
        served.add(DOMAIN);
        days(2);

        assertThat(ended).isEmpty();
    }
}
