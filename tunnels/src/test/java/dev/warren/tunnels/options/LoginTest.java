package dev.warren.tunnels.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private final OptionWords words = new OptionWords(() -> Instant.EPOCH);

    @ParameterizedTest
    @CsvSource({
        "ann@example.org,Ann@Example.org,true",
        "ann@example.org,bob@example.org,false",
        "*@example.org,bob@EXAMPLE.ORG,true",
        "*@example.org,bob@sub.example.org,false",
        "*@example.org,bob@evil.test@example.org.evil.test,false",
        "*@example.org,@example.org,false",
        "*@example.org,'',false",
        "*,'',true",
        "group:ops,ann@example.org,true",
        "group:OPS,ann@example.org,false",
        "'bob@example.org,group:ops','',true"
    })
    void letsInWhomItsRulesName(String rules, String email, boolean admitted) {
        assertThat(login("login=" + rules).admits(email, List.of("staff", "ops")))
                .isEqualTo(admitted);
    }

    @Test
    void severalAddUp() {
        assertThat(login("login=*@a.example", "login=group:x").rules())
                .containsExactly("*@a.example", "group:x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "*@", "@x.org", "a*@x.org", "group:", "ann@x.org,,", "**"})
    void whatCannotBeReadLetsNobodyIn(String value) {
        OptionWords.Read read = words.read(List.of("login=" + value));

        assertThat(read.complaints()).singleElement().asString().endsWith("lets nobody in");
        assertThat(login("login=" + value).admits("ann@x.org", List.of("ops"))).isFalse();
    }

    @Test
    void withoutAProviderItLetsNobodyIn() {
        var without = new OptionWords(() -> Instant.EPOCH, new Equipment(() -> true, true, false));

        assertThat(without.read(List.of("login=*")).complaints())
                .containsExactly(
                        "login: this server has no log-in provider; as it stands, it lets nobody"
                                + " in");
    }

    private Login login(String... said) {
        return words.read(List.of(said))
                .over(ConnectionOptions.NONE)
                .common()
                .get(Login.class)
                .orElseThrow();
    }
}
