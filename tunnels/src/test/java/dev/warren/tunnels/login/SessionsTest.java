package dev.warren.tunnels.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.warren.core.StartRefusedException;
import dev.warren.tunnels.policy.Person;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private final LoginProperties settings = settings("https://accounts.example.org", true);

    @Test
    void somebodyIsWhatTheTokenSays() throws LoginException {
        Person ann = person(claims().build());

        assertThat(ann).isEqualTo(new Person("ann", "ann@example.org", List.of("/a/b", "c")));
        assertThat(Sessions.person(Sessions.fields(ann))).isEqualTo(ann);
    }

    @Test
    void aNameThatNoHeaderHoldsGivesWayToTheSubject() throws LoginException {
        assertThat(person(claims().claim("preferred_username", "Ann\r\nX: y").build()).user())
                .isEqualTo("4711");
        assertThatThrownBy(() ->
                        person(claims().claim("preferred_username", "").subject("ä b").build()))
                .isInstanceOf(LoginException.class);
    }

    @Test
    void anAddressCountsWhenItIsVerified() throws LoginException {
        JWTClaimsSet unproved = claims().claim("email_verified", null).build();

        assertThat(person(unproved).email()).isEmpty();
        assertThat(
                        Sessions.person(unproved, settings("https://accounts.example.org", false))
                                .email())
                .isEqualTo("ann@example.org");
    }

    @Test
    void groupsThatDoNotFitIntoACookieAreLeftOut() throws LoginException {
        List<String> many = IntStream.range(0, 500).mapToObj(i -> "/teams/number/" + i).toList();

        List<String> kept = person(claims().claim("groups", many).build()).groups();

        assertThat(kept).hasSizeBetween(20, 100).isEqualTo(many.subList(0, kept.size()));
        assertThat(person(claims().claim("groups", List.of("a,b", "c")).build()).groups())
                .containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://accounts.example.org", "ftp://localhost", "accounts"})
    void aProviderIsAskedOverTlsOnly(String issuer) {
        assertThatThrownBy(() -> settings(issuer, true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("warren.tunnels.login.issuer: " + issuer);
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(settings.toString()).doesNotContain("hush");
    }

    private Person person(JWTClaimsSet claims) throws LoginException {
        return Sessions.person(claims, settings);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("4711")
                .claim("preferred_username", "ann")
                .claim("email", "ann@example.org")
                .claim("email_verified", true)
                .claim("groups", List.of("/a/b", "c"));
    }

    private static LoginProperties settings(String issuer, boolean verified) {
        return new LoginProperties(
                URI.create(issuer),
                "warren",
                "hush",
                List.of("openid"),
                "groups",
                verified,
                Duration.ofHours(1),
                null);
    }
}
