package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SshPropertiesTest {

    private static SshProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.ssh", SshProperties.class);
    }

    @Test
    void hasDefaults() {
        SshProperties settings = bind(Map.of());

        assertThat(settings.port()).isEqualTo(2222);
        assertThat(settings.loginGraceTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.keepaliveInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.rekeyBytes()).isEqualTo(DataSize.ofGigabytes(1));
        assertThat(settings.chacha20()).isFalse();
        assertThat(settings.userCa()).isNull();
    }

    @Test
    void namesEveryBadValueWithWhatIsExpected() {
        assertThatThrownBy(() ->
                        bind(
                                Map.of(
                                        "warren.ssh.port", "70000",
                                        "warren.ssh.login-grace-time", "0s")))
                .rootCause()
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("warren.ssh.port: 70000 (expected: 0 to 65535)")
                .hasMessageContaining(
                        "warren.ssh.login-grace-time: PT0S (expected: PT1S to PT10M)");
    }
}
