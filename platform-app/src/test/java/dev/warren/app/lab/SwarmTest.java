package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class SwarmTest {

    @Test
    void handsItsTaskOverInWords() {
        Swarm.Task task = new Swarm.Task(5, 3, "idle", 8080, Duration.ofSeconds(7));
        Swarm.Job job = new Swarm.Job(2222, "bench", "/keys/client", 80, task);

        assertThat(Swarm.Job.parse(job.words())).isEqualTo(job);
    }

    @Test
    void readsItsOwnResultAmongOtherLines() {
        Swarm.Result result = new Swarm.Result(12, 1, 3.25, "IOException: refused");

        Matcher line = Swarm.Result.LINE.matcher("noise\n" + result.line() + "\nnoise\n");

        assertThat(line.find()).isTrue();
        assertThat(Swarm.Result.of(line)).isEqualTo(result);
    }
}
