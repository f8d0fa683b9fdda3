package dev.warren.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmsTest {

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com, https://registry.example.com/token, true",
        "https://registry.example.com, https://registry.example.com:8443/token, true",
        "https://registry.example.com, https://auth.example.com/token, true",
        "https://registry.example.com, https://tokens.example.net/token, true",
        "https://registry.example.com, http://auth.example.com/token, false",
        "https://registry.example.com, https://example.org/token, false",
        "https://registry.example.com, https://registry.example.com@evil.example/, false",
        "https://registry.example.com, https://169.254.169.254/latest, false",
        "https://registry.example.com, file:///etc/passwd, false",
        "https://registry.example.com, /token, false",
        // each customer's name below these is a domain of its own
        "https://one.github.io, https://two.github.io/token, false",
        "https://one.co.uk, https://two.co.uk/token, false",
        "http://127.0.0.1:5000, http://127.0.0.1:5001/token, true",
        "http://127.0.0.1:5000, http://10.0.0.1/token, false",
        "http://127.0.0.1:5000, http://1.0.0.1/token, false",
        "http://127.0.0.1:5000, http://localhost:5432/, false",
    })
    void allowsOnlyTokenServersOfTheUpstream(String upstream, String realm, boolean allowed) {
        UpstreamConfig config =
                new UpstreamConfig(
                        "test",
                        URI.create(upstream),
                        Optional.empty(),
                        false,
                        Set.of("tokens.example.net"),
                        Set.of(),
                        Freshness.parse(List.of()).orElseThrow(),
                        Optional.empty());

        assertThat(Realms.allowed(realm, config).isPresent()).isEqualTo(allowed);
    }
}
