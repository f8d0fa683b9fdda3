package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {

    @Test
    void medianOfAnOddCountIsTheMiddleValue() {
        assertThat(Stats.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void medianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        assertThat(Stats.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
    }

    @Test
    void medianOfNothingIsNoNumber() {
        assertThat(Stats.median(List.of())).isNaN();
    }

    @Test
    void ratiosPairWhatWasMeasuredInTheSameRound() {
        assertThat(Stats.paired(List.of(10.0, 30.0), List.of(5.0, 10.0, 7.0)))
                .containsExactly(2.0, 3.0);
    }

    @Test
    void roundsGiveTheMedianOfRatiosAndNotTheRatioOfMedians() {
        Rounds rounds = new Rounds();
        double[][] pairs = {{10, 5}, {100, 100}, {9, 3}};
        for (double[] pair : pairs) {
            rounds.add("ours", "speed", pair[0]);
            rounds.add("theirs", "speed", pair[1]);
        }

        assertThat(rounds.ratio("speed", "ours", "theirs")).isEqualTo(2.0);
        assertThat(rounds.median("ours", "speed")).isEqualTo(10.0);
        assertThat(rounds.subjects()).containsExactly("ours", "theirs");
    }

    @Test
    void aFigureThatWasNotMeasuredIsNoNumber() {
        Rounds rounds = new Rounds();
        rounds.add("ours", "speed", 1);

        assertThat(rounds.ratio("speed", "ours", "theirs")).isNaN();
        assertThat(rounds.median("theirs", "speed")).isNaN();
    }
}
