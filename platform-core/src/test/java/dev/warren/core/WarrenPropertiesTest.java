package dev.warren.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WarrenPropertiesTest {

    @Test
    void hasDefaults() {
        WarrenProperties properties = bind(Map.of());

        assertThat(properties.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(properties.domain()).isEqualTo("localhost");
        assertThat(properties.registration()).isNull();
        assertThat(properties.firstAdminKey()).isEmpty();
    }

    @Test
    void mapsEverySetting() {
        WarrenProperties properties =
                bind(
                        Map.of(
                                "warren.data-dir", "/srv/warren/../data",
                                "warren.domain", "Example.ORG",
                                "warren.registration", "invite",
                                "warren.admin-key", " ssh-ed25519 AAAA "));

        assertThat(properties.dataDir()).isEqualTo(Path.of("/srv/data"));
        assertThat(properties.domain()).isEqualTo("example.org");
        assertThat(properties.registration()).isEqualTo(Registration.INVITE);
        assertThat(properties.firstAdminKey()).contains("ssh-ed25519 AAAA");
        assertThat(properties.host("console")).isEqualTo("console.example.org");
    }

    @Test
    void refusesADomainWithAPortOrAScheme() {
        for (String domain : new String[] {"example.org:80", "http://example.org", "-x.org", ""}) {
            assertThatThrownBy(() -> bind(Map.of("warren.domain", domain)))
                    .rootCause()
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage("warren.domain: %s (expected: a host name)".formatted(domain));
        }
    }

    @Test
    void writesUrlsWithoutTheUsualPorts() {
        assertThat(WarrenProperties.url(false, "a.localhost", 8080))
                .isEqualTo(URI.create("http://a.localhost:8080"));
        assertThat(WarrenProperties.url(false, "a.example", 80))
                .isEqualTo(URI.create("http://a.example"));
        assertThat(WarrenProperties.url(true, "a.example", 443))
                .isEqualTo(URI.create("https://a.example"));
        assertThat(WarrenProperties.url(true, "a.example", 8443))
                .isEqualTo(URI.create("https://a.example:8443"));
    }

    @Test
    void reportsAllProblemsOfAConcernAtOnce() {
        Settings settings =
                Settings.of("warren.x")
                        .between("time", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(24))
                        .between("count", 7, 1, 5)
                        .check(true, "fine", 1, "anything");

        assertThatThrownBy(settings::done)
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                "warren.x.time: PT0S (expected: PT1S to PT24H)",
                                "warren.x.count: 7 (expected: 1 to 5)"));
    }

    private static WarrenProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("warren", WarrenProperties.class);
    }
}
