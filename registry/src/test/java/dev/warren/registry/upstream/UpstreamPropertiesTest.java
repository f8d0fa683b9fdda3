package dev.warren.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class UpstreamPropertiesTest {

    @Test
    void knowsTheUsualRegistries() {
        assertThat(bind(Map.of()).configs())
                .extracting(UpstreamConfig::name)
                .containsExactly("docker.io", "ghcr.io", "quay.io", "registry.k8s.io");
    }

    @Test
    void addsToWhatIsUsual() {
        UpstreamProperties properties =
                bind(
                        Map.of(
                                "warren.registry.upstreams.hub.name", "docker.io",
                                "warren.registry.upstreams.hub.username", "me",
                                "warren.registry.upstreams.hub.password", "secret",
                                "warren.registry.upstreams[quay.io].enabled", "false",
                                "warren.registry.upstreams.inside.url", "http://10.0.0.1:5000/",
                                "warren.registry.upstreams.inside.private-addresses", "true"));

        assertThat(properties.configs())
                .extracting(UpstreamConfig::name)
                .containsExactlyInAnyOrder("docker.io", "ghcr.io", "registry.k8s.io", "inside");
        assertThat(named(properties, "docker.io").url())
                .hasToString("https://registry-1.docker.io");
        assertThat(named(properties, "docker.io").credentials())
                .contains(new Credentials("me", "secret"));
        assertThat(named(properties, "docker.io").tokenHosts()).containsExactly("auth.docker.io");
        assertThat(named(properties, "inside").privateAddresses()).isTrue();
        assertThat(named(properties, "inside").url()).hasToString("http://10.0.0.1:5000");
        assertThat(properties.toString() + properties.configs()).doesNotContain("secret");
    }

    @Test
    void refusesWhatCannotBe() {
        Map<String, String> wrong =
                Map.of(
                        "warren.registry.upstreams.a.url", "ftp://a.example",
                        "warren.registry.upstreams.b.username", "me",
                        "warren.registry.upstreams.b.url", "https://b.example",
                        "warren.registry.upstreams.c.url", "https://c.example",
                        "warren.registry.upstreams.c.fresh-for", "latest",
                        "warren.registry.head-time", "0s");

        assertThatThrownBy(() -> bind(wrong))
                .rootCause()
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("upstreams.a.url: ftp://a.example (expected: the form")
                .hasMessageContaining("upstreams.b.password: unset (expected: set if and only if")
                .hasMessageContaining("upstreams.c.fresh-for: [latest] (expected")
                .hasMessageContaining("head-time: PT0S (expected: PT0.1S to PT1M)");
    }

    private static UpstreamConfig named(UpstreamProperties properties, String name) {
        return properties.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static UpstreamProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.registry", UpstreamProperties.class);
    }
}
