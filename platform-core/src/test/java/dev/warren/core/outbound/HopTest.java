package dev.warren.core.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.outbound.OutboundException.Kind;
import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class HopTest {

    private static final URI START = URI.create("https://a.example/dir/page?q=1");

    private final OutboundRequest get =
            OutboundRequest.get(START, DataSize.ofKilobytes(1))
                    .withHeader("Accept", "text/plain")
                    .withHeader("Authorization", "Bearer secret")
                    .withHeader("X-Signature", "secret");

    private final OutboundRequest post =
            OutboundRequest.post(START, "text/plain", new byte[3], DataSize.ofKilobytes(1))
                    .withHeader("X-Signature", "secret");

    @ParameterizedTest
    @CsvSource({
        "other,https://a.example/dir/other",
        "/root,https://a.example/root",
        "//a.example/x,https://a.example/x",
        "?q=2,https://a.example/dir/?q=2",
        "https://a.example:443/y,https://a.example:443/y",
        "with space,https://a.example/dir/with%20space"
    })
    void resolvesLocationsAndKeepsHeadersAtTheSameOrigin(String location, URI expected)
            throws OutboundException {
        Hop next = Hop.first(get).next(302, location);

        assertThat(next.uri()).isEqualTo(expected);
        assertThat(next.headers()).containsKeys("Accept", "Authorization", "X-Signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://b.example/", "https://a.example:8443/", "//b.example/"})
    void tellsAnotherOriginNoSecret(String location) throws OutboundException {
        Hop next = Hop.first(get).next(302, location);

        assertThat(next.headers()).containsOnlyKeys("Accept");
    }

    @Test
    void goesOnWithoutABodyWhereRedirectsAskForThat() throws OutboundException {
        for (int status : new int[] {301, 302, 303}) {
            Hop next = Hop.first(post).next(status, "/done");
            assertThat(next.method()).isEqualTo("GET");
            assertThat(next.body()).isNull();
            assertThat(next.headers()).containsOnlyKeys("X-Signature");
        }
    }

    @Test
    void repeatsABodyAtTheSameOriginOnly() throws OutboundException {
        Hop next = Hop.first(post).next(307, "/again");
        assertThat(next.method()).isEqualTo("POST");
        assertThat(next.body()).hasSize(3);
        assertThat(next.headers()).containsKey("Content-Type");

        assertRefused(
                Kind.FORBIDDEN_REDIRECT,
                () -> Hop.first(post).next(308, "https://b.example/again"));
    }

    @Test
    void keepsHeadRequestsAsTheyAre() throws OutboundException {
        assertThat(Hop.first(OutboundRequest.head(START)).next(303, "/x").method())
                .isEqualTo("HEAD");
    }

    @Test
    void refusesToLeaveHttps() {
        assertRefused(Kind.FORBIDDEN_REDIRECT, () -> Hop.first(get).next(301, "http://a.example/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/",
                "file:///etc/passwd",
                "https://user@b.example/",
                "https://b.example:0/",
                "https://b.example:70000/",
                "javascript:alert(1)",
                "https:///nohost"
            })
    void refusesRedirectsToWhatIsNoWebAddress(String location) {
        assertRefused(Kind.FORBIDDEN_URL, () -> Hop.first(get).next(302, location));
    }

    @Test
    void refusesMalformedLocations() {
        assertRefused(Kind.FORBIDDEN_REDIRECT, () -> Hop.first(get).next(302, "http://[::1"));
    }

    @Test
    void asksOnlyPortsThatAreAllowedAtEachHop() throws OutboundException {
        OutboundRequest web = get.onlyPorts(port -> port < 0 || port == 8443);
        OutboundRequest mail =
                OutboundRequest.get(URI.create("https://a.example:25/"), DataSize.ofKilobytes(1))
                        .onlyPorts(port -> port < 0);

        assertRefused(Kind.FORBIDDEN_URL, () -> Hop.first(mail));
        Hop next = Hop.first(web).next(302, "https://a.example:8443/next");
        assertRefused(Kind.FORBIDDEN_URL, () -> next.next(302, "https://a.example:22/"));
    }

    private static void assertRefused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OutboundException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
