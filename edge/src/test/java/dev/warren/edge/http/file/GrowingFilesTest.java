package dev.warren.edge.http.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowingFilesTest {

    private final ManualClock clock = new ManualClock();
    private final GrowingFiles files = new GrowingFiles(new SplittableRandom(1), clock);
    private final GrowingFile file = new FakeGrowth(Path.of("none"), 1);

    @Test
    void givesEachFileOnce() {
        String token = files.offer(file);
        String other = files.offer(file);

        assertThat(token).hasSize(32).isNotEqualTo(other);
        assertThat(files.take(token)).contains(file);
        assertThat(files.take(token)).isEmpty();
        assertThat(files.take("")).isEmpty();
        assertThat(files.take(other)).contains(file);
    }

    @Test
    void forgetsWhatNobodyTakes() {
        String token = files.offer(file);
        clock.advance(Duration.ofMinutes(1));

        assertThat(files.take(token)).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        String first = files.offer(file);
        String second = files.offer(file);
        for (int i = 0; i < 9_999; i++) {
            files.offer(file);
        }

        assertThat(files.take(first)).isEmpty();
        assertThat(files.take(second)).contains(file);
    }
}
