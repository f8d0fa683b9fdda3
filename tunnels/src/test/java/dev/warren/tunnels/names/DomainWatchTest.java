package dev.warren.tunnels.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.events.DomainChanged;
import dev.warren.core.people.Account;
import dev.warren.core.testing.ManualClock;
import dev.warren.tunnels.testing.FakeConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DomainWatchTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final String HOST = "my.example.com";

    private final ManualClock clock = new ManualClock();
    private final Map<String, Set<String>> zone = new HashMap<>();
    private final List<DomainChanged> news = new ArrayList<>();
    private final InMemoryDomains store = new InMemoryDomains();
    private boolean silent;
    private int asked;
    private final DomainWatch watch =
            new DomainWatch(
                    store,
                    new DomainProofs(this::records, clock),
                    new DomainWatch.Rhythm(Duration.ofDays(1), 3),
                    news::add,
                    clock);

    private TxtRecords.Answer records(String name) {
        asked++;
        return silent
                ? new TxtRecords.Answer.Silence()
                : new TxtRecords.Answer.Texts(zone.getOrDefault(name, Set.of()));
    }

    @BeforeEach
    void keep() {
        zone.put("_warren." + HOST, Set.of("account=alice"));
        watch.remember(ALICE, "SHA256:key", HOST);
    }

    private void days(int number) {
        // a look an hour, as often as one is due at most
        for (int i = 0; i < number * 24; i++) {
            clock.advance(Duration.ofHours(1));
            watch.look();
        }
        watch.refresh();
    }

    @Test
    void looksOnceADayAndIsContentWithAnyOfTheTexts() {
        days(2);
        zone.put("_warren." + HOST, Set.of("SHA256:key"));
        days(2);

        assertThat(asked).isEqualTo(4);
        assertThat(watch.isSuspended(HOST)).isFalse();
        assertThat(news).isEmpty();
    }

    @Test
    void suspendsAfterThreeDaysWithoutARecordAndTellsOnce() {
        zone.clear();

        days(2);
        assertThat(watch.isSuspended(HOST)).isFalse();
        days(3);

        assertThat(watch.isSuspended(HOST)).isTrue();
        assertThat(news).hasSize(1);
        assertThat(news.getFirst().suspended()).isTrue();
        assertThat(news.getFirst().owner()).isEqualTo(ALICE.name());
        assertThat(news.getFirst().reason())
                .isEqualTo(
                        "no TXT record _warren.my.example.com with account=alice was found 3 times"
                                + " in a row");
    }

    @Test
    void aRecordThatComesBackInTimeStartsTheCountAnew() {
        Set<String> record = zone.remove("_warren." + HOST);
        days(2);
        zone.put("_warren." + HOST, record == null ? Set.of() : record);
        days(1);
        zone.clear();
        days(2);

        assertThat(watch.isSuspended(HOST)).isFalse();
    }

    @Test
    void silenceIsNeverCounted() {
        silent = true;
        days(30);

        assertThat(watch.isSuspended(HOST)).isFalse();
        assertThat(news).isEmpty();
    }

    @Test
    void restoresWithinAnHourOfTheRecordsReturn() {
        zone.clear();
        days(4);
        zone.put("_warren." + HOST, Set.of("account=alice"));

        clock.advance(Duration.ofHours(2));
        watch.look();
        watch.refresh();

        assertThat(watch.isSuspended(HOST)).isFalse();
        assertThat(news).extracting(DomainChanged::suspended).containsExactly(true, false);
    }

    @Test
    void saysWhichAreNewlySuspendedSoThatTheirTunnelsCanBeClosed() {
        zone.clear();
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofDays(1));
            watch.look();
        }

        assertThat(watch.refresh()).containsExactly(HOST);
        assertThat(watch.refresh()).isEmpty();
    }
}
