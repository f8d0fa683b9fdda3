package dev.warren.app.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.warren.core.StartRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void acceptsDefaults() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void acceptsEverySpellingOfAKnownSetting() {
        given(Map.of("warren.dataDir", "/var/lib/warren", "warren.net.threads", "2"));
        givenVariables(
                Map.of("WARREN_DATADIR", "/srv", "WARREN_DATA_DIR", "/srv", "WARREN_HEAP", "1g"));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void refusesUnknownSettingAndSuggestsTheNearest() {
        given(Map.of("warren.domian", "example.org"));

        assertThat(problems())
                .containsExactly("warren.domian: no such setting (did you mean warren.domain?)");
    }

    @Test
    void refusesUnknownVariableAndSuggestsTheNearest() {
        givenVariables(Map.of("WARREN_DOMIAN", "example.org"));

        assertThat(problems())
                .containsExactly("WARREN_DOMIAN: no such setting (did you mean WARREN_DOMAIN?)");
    }

    @Test
    void refusesValueOfAnotherType() {
        given(Map.of("warren.net.threads", "many", "warren.registration", "sometimes"));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "warren.net.threads: many (expected: a whole number)",
                        "warren.registration: sometimes (expected: one of open, invite, closed)");
    }

    @Test
    void readsVariablesAsReadmeSpellsThem() {
        givenVariables(Map.of("WARREN_CONSOLE_LOG_INS_PER_MINUTE", "0"));

        assertThat(problems())
                .containsExactly("warren.console.log-ins-per-minute: 0 (expected: 1 to 1000)");
    }

    @Test
    void reportsProblemsOfSeveralRecordsTogether() {
        given(
                Map.of(
                        "warren.net.threads", "9999",
                        "warren.domain", "not a host",
                        "warren.nonsense", "1"));

        assertThat(problems())
                .hasSize(3)
                .contains(
                        "warren.domain: not a host (expected: a host name)",
                        "warren.net.threads: 9999 (expected: less than or equal to 256)")
                .anyMatch(line -> line.startsWith("warren.nonsense: no such setting"));
    }

    @Test
    void countsEditsBetweenNames() {
        assertThat(SettingsCheck.distance("warren.domian", "warren.domain")).isEqualTo(2);
        assertThat(SettingsCheck.distance("", "abc")).isEqualTo(3);
        assertThat(SettingsCheck.distance("port", "port")).isZero();
    }

    private void given(Map<String, Object> settings) {
        environment.getPropertySources().addFirst(new MapPropertySource("arguments", settings));
    }

    private void givenVariables(Map<String, Object> variables) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(name, new SystemEnvironmentPropertySource(name, variables));
    }

    private void check() {
        GenericApplicationContext context = new GenericApplicationContext();
        context.setEnvironment(environment);
        new SettingsCheck().initialize(context);
    }

    private List<String> problems() {
        StartRefusedException refusal =
                catchThrowableOfType(StartRefusedException.class, this::check);
        return Objects.requireNonNull(refusal.getMessage()).lines().toList();
    }
}
