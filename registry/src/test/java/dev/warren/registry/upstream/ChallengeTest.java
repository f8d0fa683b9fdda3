package dev.warren.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    @Test
    void readsQuotedAndBareParameters() {
        List<Challenge> challenges =
                Challenge.parse(
                        List.of(
                                "Bearer realm=\"https://auth.example/token\", service = reg,scope=\"a:b,c\",error=\"in\\\"valid\""));

        assertThat(challenges)
                .containsExactly(
                        new Challenge(
                                "bearer",
                                Map.of(
                                        "realm", "https://auth.example/token",
                                        "service", "reg",
                                        "scope", "a:b,c",
                                        "error", "in\"valid")));
    }

    @Test
    void readsSeveralInOneFieldAndInSeveral() {
        List<Challenge> challenges =
                Challenge.parse(List.of("Negotiate, BASIC realm=\"a, b\"", "Bearer realm=x"));

        assertThat(challenges)
                .extracting(Challenge::scheme)
                .containsExactly("negotiate", "basic", "bearer");
        assertThat(challenges.get(1).parameter("realm")).contains("a, b");
    }

    @Test
    void stopsAtWhatIsMalformed() {
        assertThat(Challenge.parse(List.of("", "  ,", "Bearer realm=\"no end", "\"x")))
                .containsExactly(new Challenge("bearer", Map.of()));
        assertThat(Challenge.parse(List.of("Bearer " + "a=b,".repeat(9000)))).isEmpty();
    }
}
