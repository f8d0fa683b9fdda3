package dev.warren.registry.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.oci.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HotPullsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private final PullRows.Place place =
            new PullRows.Place(Optional.of("docker.io"), new RepositoryName("library/alpine"));
    private final HotPulls hot = new HotPulls(place);

    private List<PullRows.Pulls> taken() {
        return hot.takePulls(NOW);
    }

    @Test
    void readsAndPullsAreCountedOnceEach() {
        hot.read();
        hot.pulled(Optional.of(7L));
        hot.pulled(Optional.of(7L));
        hot.pulled(Optional.empty());

        assertThat(hot.takeReads()).isEqualTo(4);
        assertThat(hot.takeReads()).isZero();
        assertThat(taken())
                .extracting(pulls -> pulls.by().account().orElse(0L), PullRows.Pulls::count)
                .containsExactlyInAnyOrder(tuple(7L, 2L), tuple(0L, 1L));
        assertThat(taken()).isEmpty();
    }

    @Test
    void whoPulledLastDidSoAfterAllOthers() {
        hot.pulled(Optional.of(1L));
        hot.pulled(Optional.of(2L));

        assertThat(taken())
                .filteredOn(pulls -> pulls.last().equals(NOW))
                .singleElement()
                .satisfies(pulls -> assertThat(pulls.by().account()).contains(2L));
    }

    @Test
    void moreAccountsThanOneSecondHasCountAsNobody() {
        for (long account = 1; account <= 1000; account++) {
            hot.pulled(Optional.of(account));
        }

        List<PullRows.Pulls> taken = taken();

        assertThat(taken).hasSizeLessThanOrEqualTo(65);
        assertThat(taken.stream().mapToLong(PullRows.Pulls::count).sum()).isEqualTo(1000);
    }
}
