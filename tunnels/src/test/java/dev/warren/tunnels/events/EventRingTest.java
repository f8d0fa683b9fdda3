package dev.warren.tunnels.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.events.TunnelClosed;
import dev.warren.core.events.TunnelKind;
import dev.warren.core.events.TunnelOpened;
import dev.warren.core.events.TunnelRefused;
import dev.warren.core.people.AccountName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventRingTest {

    private static final AccountName ALICE = new AccountName("alice");
    private static final AccountName BOB = new AccountName("bob");

    private final EventRing ring = new EventRing(8);

    @Test
    void remembersWhatHappenedAndWhy() {
        ring.add(TunnelEvent.of(new TunnelOpened(TunnelKind.HTTP, "a", ALICE, Instant.EPOCH)));
        ring.add(
                TunnelEvent.of(
                        new TunnelClosed(
                                TunnelKind.HTTP, "a", ALICE, "disconnected", Instant.EPOCH)));
        ring.add(
                TunnelEvent.of(
                        new TunnelRefused(
                                TunnelKind.TCP, "9", BOB, "not for tunnels", Instant.EPOCH)));

        assertThat(ring.latest(Optional.of("alice"), 10))
                .extracting(TunnelEvent::what, TunnelEvent::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("up", ""),
                        org.assertj.core.groups.Tuple.tuple("down", "disconnected"));
        assertThat(ring.latest(Optional.empty(), 1))
                .extracting(TunnelEvent::what, TunnelEvent::kind, TunnelEvent::owner)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("refused", "tcp", "bob"));
    }

    @Test
    void oneThatComesAndGoesLeavesTheOthersInSight() {
        ring.add(TunnelEvent.of(new TunnelOpened(TunnelKind.HTTP, "b", BOB, Instant.EPOCH)));
        for (int i = 0; i < 100; i++) {
            ring.add(
                    TunnelEvent.of(
                            new TunnelOpened(TunnelKind.HTTP, "a" + i, ALICE, Instant.EPOCH)));
        }

        assertThat(ring.latest(Optional.empty(), 100))
                .extracting(TunnelEvent::name)
                .containsExactly("b", "a98", "a99");
    }

    @Test
    void keepsSoManyInAll() {
        for (int i = 0; i < 20; i++) {
            ring.add(
                    TunnelEvent.of(
                            new TunnelOpened(
                                    TunnelKind.HTTP,
                                    "x",
                                    new AccountName("u" + i),
                                    Instant.EPOCH)));
        }

        assertThat(ring.latest(Optional.empty(), 100)).hasSize(8);
    }
}
