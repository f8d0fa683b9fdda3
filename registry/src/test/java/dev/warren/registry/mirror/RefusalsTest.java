package dev.warren.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.upstream.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final ManualClock clock = new ManualClock();
    private final Refusals refusals = new Refusals(clock);

    private static Key key(Object what) {
        return new Key(Key.Kind.MANIFEST, "test/a", String.valueOf(what));
    }

    @Test
    void whatIsMissingStaysSoForAWhileAndSignaturesForLonger() {
        Key signature = key("sha256-" + "0".repeat(64) + ".sig");
        refusals.note(key("v1"), new Reply.Absent<>(), true);
        refusals.note(signature, new Reply.Absent<>(), true);

        assertThat(refusals.find(key("v1"))).contains(new Answer.Missing<>());
        clock.advance(Duration.ofMinutes(1));
        assertThat(refusals.find(key("v1"))).isEmpty();
        assertThat(refusals.find(signature)).contains(new Answer.Missing<>());
    }

    @Test
    void whoAskedForFewerRequestsIsLeftAloneForThatLong() {
        refusals.note(
                key("v1"), new Reply.Failed<>(Cause.RATE, Duration.ofMinutes(2), "later"), true);
        clock.advance(Duration.ofMinutes(1));

        assertThat(refusals.find(key("v1")))
                .contains(new Answer.Unavailable<>(Cause.RATE, Duration.ofMinutes(1), "later"));
    }

    @Test
    void namesThatStrangersMakeUpAreForgottenWhenThereAreTooMany() {
        for (int i = 0; i < 120_000; i++) {
            refusals.note(key(i), new Reply.Absent<>(), true);
        }

        assertThat(refusals.count("test")).isLessThan(60_000);
    }
}
