package dev.warren.feeds.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final Subject SUBJECT =
            new Subject(
                    "Java 25 is out",
                    "Duke",
                    "https://example.org/java",
                    "Compact headers are on.",
                    List.of("JVM", "News"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop title (?i)java",
                "drop author ^Duke$",
                "drop url example\\.org",
                "drop content headers",
                "drop category ^JVM$",
                "drop any ^News$"
            })
    void findsInEachPart(String line) {
        assertThat(rules(line).judge(SUBJECT).kept()).isFalse();
    }

    @Test
    void keepsOnlyWhatOneOfTheKeepRulesFinds() {
        assertThat(rules("keep title Python", "keep title Java").judge(SUBJECT).kept()).isTrue();
        assertThat(rules("keep title Python").judge(SUBJECT).kept()).isFalse();
    }

    @Test
    void letsDropWinOverKeep() {
        assertThat(rules("keep title Java", "drop author Duke").judge(SUBJECT).kept()).isFalse();
    }

    @Test
    void addsUpWhatElseIsSaid() {
        Rules.Verdict verdict =
                rules("read title Java", "star any Duke", "tag:jvm title 25", "tag:x title no")
                        .judge(SUBJECT);

        assertThat(verdict).isEqualTo(new Rules.Verdict(true, true, true, List.of("jvm")));
    }

    @Test
    void takesTimeInProportionToTheTextWhateverTheExpression() {
        Subject hostile = new Subject("a".repeat(50_000) + "!", "", "", "", List.of());

        assertThat(rules("drop title ^(a+)+$").judge(hostile).kept()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop title | expected: ACTION PART EXPRESSION",
                "erase title x | expected: keep, drop, read, star or tag:NAME",
                "tag title x | expected: keep, drop, read, star or tag:NAME",
                "drop:x title x | expected: keep, drop, read, star or tag:NAME",
                "drop heading x | expected: title, author, url, content, category, any",
                "drop title (x | one of RE2's syntax",
                "drop title (?=x)y | one of RE2's syntax",
                "drop title ((x{100}){100}){100} | repetitions of at most 1000"
            })
    void saysWhatIsWrong(String line, String part) {
        assertThat(RuleReader.read(line))
                .isInstanceOfSatisfying(
                        RuleReader.Outcome.Wrong.class,
                        wrong -> assertThat(wrong.sentence()).contains(part));
    }

    @Test
    void writesARuleAsItWasRead() {
        assertThat(rules("DROP  title   a b").all()).hasToString("[drop title a b]");
    }

    private static Rules rules(String... lines) {
        return new Rules(Stream.of(lines).map(RulesTest::rule).toList());
    }

    private static Rule rule(String line) {
        return ((RuleReader.Outcome.Read) RuleReader.read(line)).rule();
    }
}
