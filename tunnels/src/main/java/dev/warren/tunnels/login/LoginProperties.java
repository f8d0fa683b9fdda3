package dev.warren.tunnels.login;

import dev.warren.core.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID Connect provider that {@code login=} asks.
 *
 * @param issuer its address, such as {@code https://accounts.example.org}; unset means that there
 *     is none
 * @param clientId what it calls this server
 * @param clientSecret the secret that it gave this server, unset for a public client
 * @param scopes what it is asked for
 * @param groupsClaim the claim of the ID token that names groups
 * @param requireVerifiedEmail whether an e-mail address counts only when the provider says that it
 *     has verified it
 * @param session how long a log-in is good
 * @param callback the address that the provider sends visitors back to, to be registered there;
 *     unset for {@code /tunnels/login/callback} of the platform's domain
 */
@ConfigurationProperties("warren.tunnels.login")
public record LoginProperties(
        @Nullable URI issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "email", "profile"}) List<String> scopes,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue("true") boolean requireVerifiedEmail,
        @DefaultValue("12h") Duration session,
        @Nullable URI callback) {

    public LoginProperties {
        issuer = issuer == null || issuer.toString().isBlank() ? null : issuer;
        scopes = List.copyOf(scopes);
        Settings.of("warren.tunnels.login")
                .check(
                        issuer == null || isSafe(issuer),
                        "issuer",
                        String.valueOf(issuer),
                        "an address that begins with https://")
                .check(
                        issuer == null || !clientId.isBlank(),
                        "client-id",
                        clientId,
                        "the name that the provider gave, when issuer is set")
                .check(
                        scopes.contains("openid"),
                        "scopes",
                        String.join(",", scopes),
                        "openid among them")
                .between("session", session, Duration.ofMinutes(1), Duration.ofDays(30))
                .done();
    }

    /** Over plain HTTP, only this very machine can be trusted. */
    private static boolean isSafe(URI address) {
        String host = String.valueOf(address.getHost());
        return "https".equals(address.getScheme())
                || "http".equals(address.getScheme())
                        && (host.equals("localhost") || host.startsWith("127."));
    }

    @Override
    public String toString() {
        return "issuer=%s client-id=%s".formatted(issuer, clientId);
    }
}
