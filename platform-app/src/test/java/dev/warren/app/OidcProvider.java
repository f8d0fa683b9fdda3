package dev.warren.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An OpenID Connect provider that lets everybody in as the same person at once, checks what a
 * client sends as a real one does, and signs whatever a test wants.
 */
final class OidcProvider implements AutoCloseable {

    static final String CLIENT = "warren";
    static final String SECRET = "a secret of the client, long enough";

    /** How an ID token is signed. */
    enum Signing {
        RS256,
        ES256,
        /** By a key that is not published. */
        FOREIGN,
        /** By the secret that client and provider share. */
        HS256,
        NONE
    }

    private final HttpServer server;
    private final RSAKey rsa;
    private final ECKey ec;
    private final RSAKey foreign;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    volatile Signing signing = Signing.RS256;
    volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

    OidcProvider() {
        try {
            rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            foreign = new RSAKeyGenerator(2048).keyID("rsa").generate();
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", this::about);
        server.createContext("/keys", this::keys);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void about(HttpExchange exchange) throws IOException {
        String issuer = issuer();
        answer(
                exchange,
                200,
                """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",
                "token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}\
                """
                        .formatted(issuer));
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JWKSet(java.util.List.of(rsa, ec)).toString());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        boolean good =
                CLIENT.equals(asked.get("client_id"))
                        && "code".equals(asked.get("response_type"))
                        && "S256".equals(asked.get("code_challenge_method"))
                        && asked.getOrDefault("scope", "").contains("openid");
        if (!good) {
            answer(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent =
                form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Map<String, String> known = codes.remove(sent.getOrDefault("code", ""));
        Map<String, String> asked = known == null ? Map.of() : known;
        String login =
                Base64.getEncoder()
                        .encodeToString(
                                (CLIENT + ":" + java.net.URLEncoder.encode(SECRET, UTF_8))
                                        .getBytes(UTF_8));
        boolean good =
                !asked.isEmpty()
                        && ("Basic " + login)
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && "authorization_code".equals(sent.get("grant_type"))
                        && Objects.equals(asked.get("redirect_uri"), sent.get("redirect_uri"))
                        && challenge(sent.getOrDefault("code_verifier", ""))
                                .equals(asked.get("code_challenge"));
        answer(
                exchange,
                good ? 200 : 400,
                good
                        ? "{\"token_type\":\"Bearer\",\"access_token\":\"x\",\"id_token\":\"%s\"}"
                                .formatted(idToken(asked.getOrDefault("nonce", "")))
                        : "{\"error\":\"invalid_grant\"}");
    }

    private String idToken(String nonce) {
        Instant now = Instant.now();
        JWTClaimsSet all =
                claims.apply(
                                new JWTClaimsSet.Builder()
                                        .issuer(issuer())
                                        .audience(CLIENT)
                                        .subject("4711")
                                        .issueTime(Date.from(now))
                                        .expirationTime(Date.from(now.plusSeconds(300)))
                                        .claim("nonce", nonce)
                                        .claim("preferred_username", "ann")
                                        .claim("email", "ann@example.org")
                                        .claim("email_verified", true)
                                        .claim("groups", java.util.List.of("staff", "ops")))
                        .build();
        try {
            return switch (signing) {
                case RS256 -> signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), all);
                case ES256 -> signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), all);
                case FOREIGN -> signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(foreign), all);
                case HS256 ->
                        signed(
                                JWSAlgorithm.HS256,
                                "rsa",
                                new MACSigner(SECRET.getBytes(UTF_8)),
                                all);
                case NONE -> new PlainJWT(all).serialize();
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(
            JWSAlgorithm algorithm,
            String key,
            com.nimbusds.jose.JWSSigner signer,
            JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(field -> field.split("=", 2))
                .collect(
                        Collectors.toMap(
                                field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
