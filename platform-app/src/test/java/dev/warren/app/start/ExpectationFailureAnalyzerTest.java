package dev.warren.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ExpectationFailureAnalyzerTest {

    private final ExpectationFailureAnalyzer analyzer = new ExpectationFailureAnalyzer();

    @Test
    void findsTheWordsForPeopleBelowOtherExceptions() {
        Exception taken =
                new IllegalStateException("warren.ssh.port: 2222 is taken (expected: a free port)");
        Exception wrapped = new RuntimeException("bean failed", new RuntimeException(taken));

        FailureAnalysis analysis = Objects.requireNonNull(analyzer.analyze(wrapped));

        assertThat(analysis.getDescription())
                .isEqualTo("warren.ssh.port: 2222 is taken (expected: a free port)");
        assertThat(analysis.getAction()).isNull();
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(analyzer.analyze(new IllegalStateException("no such thing"))).isNull();
        assertThat(analyzer.analyze(new IllegalStateException())).isNull();
    }

    @Test
    void endsWhenCausesGoRound() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(analyzer.analyze(first)).isNull();
    }
}
