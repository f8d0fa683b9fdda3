package dev.warren.tunnels.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The OpenID Connect provider: what it publishes of itself, and the exchange of a code for who
 * somebody is. Everything that asks it blocks; what it published is read by any thread.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect Core 1.0</a>
 */
final class Provider {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final DataSize MOST = DataSize.ofKilobytes(256);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Signatures by public keys only: with a shared one, whoever checks could also sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384);

    /** What it publishes. */
    private record Published(
            URI authorization,
            URI token,
            URI keysAt,
            boolean takesBasic,
            JWKSet keys,
            Instant at) {}

    private final LoginProperties settings;
    private final URI issuer;
    private final OutboundHttp http;
    private final InstantSource clock;
    private volatile @Nullable Published published;

    /** Whether the log has been told that it is away; for the thread that refreshes only. */
    private boolean away;

    Provider(LoginProperties settings, URI issuer, OutboundHttp http, InstantSource clock) {
        this.settings = settings;
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /** What is asked for in exchange for who somebody is. */
    record Code(String code, String verifier, String nonce, URI callback) {}

    /** Where visitors log in; empty while the provider could not be asked. */
    Optional<URI> authorization() {
        return Optional.ofNullable(published).map(Published::authorization);
    }

    /** Reads what it publishes if that was not done for an hour. */
    void refresh() {
        Published now = published;
        if (now != null && clock.instant().isBefore(now.at.plus(FRESH))) {
            return;
        }
        try {
            published = read();
            away = false;
        } catch (IOException | ParseException | RuntimeException failed) {
            if (!away) {
                LOG.warn("log-in provider not read issuer={} cause={}", issuer, failed.toString());
            }
            away = true;
        }
    }

    private Published read() throws IOException, ParseException {
        String base = issuer.toString().replaceAll("/$", "");
        Map<String, Object> about = json(URI.create(base + "/.well-known/openid-configuration"));
        String named = JSONObjectUtils.getString(about, "issuer");
        if (!issuer.toString().equals(named)) {
            throw new IOException("it calls itself %s (expected: %s)".formatted(named, issuer));
        }
        URI keysAt = JSONObjectUtils.getURI(about, "jwks_uri");
        List<String> ways =
                about.containsKey("token_endpoint_auth_methods_supported")
                        ? JSONObjectUtils.getStringList(
                                about, "token_endpoint_auth_methods_supported")
                        : List.of("client_secret_basic");
        return new Published(
                JSONObjectUtils.getURI(about, "authorization_endpoint"),
                JSONObjectUtils.getURI(about, "token_endpoint"),
                keysAt,
                ways.contains("client_secret_basic"),
                JWKSet.parse(text(OutboundRequest.get(keysAt, MOST), 200)),
                clock.instant());
    }

    /**
     * Who somebody is, by the code that the provider sent them back with.
     *
     * @throws LoginException when that cannot be told
     */
    JWTClaimsSet claims(Code code) throws LoginException {
        Published now = published;
        if (now == null) {
            throw new LoginException("The log-in provider cannot be reached.");
        }
        try {
            Map<String, Object> answer = JSONObjectUtils.parse(text(tokenRequest(now, code), 200));
            String token = JSONObjectUtils.getString(answer, "id_token");
            if (token == null) {
                throw new LoginException("The log-in provider sent no ID token.");
            }
            return verified(token, code.nonce, now);
        } catch (OutboundException unreachable) {
            throw new LoginException("The log-in provider cannot be reached.", unreachable);
        } catch (IOException | ParseException refused) {
            throw new LoginException("The log-in provider did not take the code.", refused);
        }
    }

    private JWTClaimsSet verified(String token, String nonce, Published now)
            throws LoginException, IOException, ParseException {
        try {
            return verify(token, nonce, now.keys);
        } catch (BadJOSEException | JOSEException | ParseException unknown) {
            // its keys may have changed since they were read
            if (clock.instant().isBefore(now.at.plus(PAUSE))) {
                throw new LoginException("The ID token is not good.", unknown);
            }
        }
        Published fresh = read();
        published = fresh;
        try {
            return verify(token, nonce, fresh.keys);
        } catch (BadJOSEException | JOSEException | ParseException bad) {
            throw new LoginException("The ID token is not good.", bad);
        }
    }

    private JWTClaimsSet verify(String token, String nonce, JWKSet keys)
            throws BadJOSEException, JOSEException, ParseException, LoginException {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        var expected =
                new JWTClaimsSet.Builder().issuer(issuer.toString()).claim("nonce", nonce).build();
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        settings.clientId(), expected, Set.of("sub", "iat", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                });
        JWTClaimsSet claims = processor.process(token, null);
        Object party = claims.getClaim("azp");
        if (party != null && !party.equals(settings.clientId())) {
            throw new LoginException("The ID token was made for somebody else.");
        }
        return claims;
    }

    private OutboundRequest tokenRequest(Published now, Code code) {
        boolean basic = !settings.clientSecret().isEmpty() && now.takesBasic;
        Map<String, String> form =
                new LinkedHashMap<>(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code.code,
                                "redirect_uri",
                                code.callback.toString(),
                                "code_verifier",
                                code.verifier));
        if (!basic) {
            form.put("client_id", settings.clientId());
        }
        if (!basic && !settings.clientSecret().isEmpty()) {
            form.put("client_secret", settings.clientSecret());
        }
        OutboundRequest request =
                OutboundRequest.post(
                                now.token,
                                "application/x-www-form-urlencoded",
                                form(form).getBytes(UTF_8),
                                MOST)
                        .withHeader("Accept", "application/json")
                        .within(PATIENCE);
        return basic ? request.withHeader("Authorization", basic()) : request;
    }

    private String basic() {
        String both = encoded(settings.clientId()) + ":" + encoded(settings.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private Map<String, Object> json(URI uri) throws IOException, ParseException {
        return JSONObjectUtils.parse(text(OutboundRequest.get(uri, MOST), 200));
    }

    private String text(OutboundRequest request, int expected) throws IOException {
        try (OutboundResponse response = http.send(request.within(PATIENCE))) {
            if (response.status() != expected) {
                throw new IOException(
                        "%s answered %d (expected: %d)"
                                .formatted(request.uri(), response.status(), expected));
            }
            return new String(response.body().readNBytes((int) MOST.toBytes()), UTF_8);
        }
    }
}
