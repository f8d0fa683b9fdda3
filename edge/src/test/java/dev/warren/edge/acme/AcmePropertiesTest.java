package dev.warren.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AcmePropertiesTest {

    private static AcmeProperties bind(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("warren.https.acme." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("warren.https.acme", AcmeProperties.class);
    }

    private static Map<String, String> good() {
        return new HashMap<>(
                Map.of(
                        "directory", "https://ca.example.org/directory",
                        "accept-terms", "true",
                        "contact", "ops@example.org"));
    }

    @Test
    void isOffByDefault() {
        AcmeProperties settings = bind(Map.of());

        assertThat(settings.directory()).isNull();
        assertThat(settings.challenges()).containsExactly("http-01", "tls-alpn-01", "dns-01");
        assertThat(settings.onDemand().enabled()).isTrue();
        assertThat(settings.maxOrders()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "directory|http://ca.example.org/|an https URL",
                "accept-terms|false|true, once you have read them",
                "contact|nobody|an e-mail address",
                "names|Exa mple.org|a host in lower case",
                "challenges|smoke-signal|http-01, tls-alpn-01, dns-01",
                "max-orders|0|1 to 100",
                "refresh|0s|PT0.05S to PT1M",
                "dns.server|ns.example.org:53|the zone that the server takes updates for",
                "dns.key-name|warren|base64, and key-name with it",
                "dns.key-algorithm|hmac-md5|hmac-sha256, hmac-sha384 or hmac-sha512",
                "external.id|kid|id and key",
                "on-demand.per-account|0|1 to 10000"
            })
    void refusesWrongValuesInOneLine(String name, String value, String expected) {
        Map<String, String> settings = good();
        settings.put(name, value);

        assertThatThrownBy(() -> bind(settings))
                .rootCause()
                .hasMessageContaining("warren.https.acme.")
                .hasMessageContaining("(expected: ")
                .hasMessageContaining(expected);
    }

    @Test
    void showsNoSecrets() {
        Map<String, String> settings = good();
        settings.put("dns.server", "127.0.0.1");
        settings.put("dns.zone", "example.org");
        settings.put("dns.key-name", "warren");
        settings.put("dns.key-secret", "c2VjcmV0IG9mIGRucw==");
        settings.put("external.id", "kid");
        settings.put("external.key", "c2VjcmV0LW9mLWVhYg");

        assertThat(bind(settings).toString()).doesNotContain("c2VjcmV0").contains("kid", "warren");
    }
}
