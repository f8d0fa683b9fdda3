package dev.warren.tunnels.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed request as RFC 8555, 6.2 wants it: verified, or it is none.
 *
 * @param header what was signed about the request
 * @param payload what was sent; null for POST-as-GET
 * @param key the key's canonical form
 */
record AcmeSignature(JsonNode header, @Nullable JsonNode payload, String key) {

    private static final JsonMapper JSON = new JsonMapper();

    /** It is not what it should be. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        final String type;

        Malformed(String type, String words) {
            super(words);
            this.type = type;
        }
    }

    /**
     * @param keyOf the canonical form of an account's key by its address; null for unknown
     */
    static AcmeSignature read(byte[] body, Function<String, @Nullable String> keyOf)
            throws Malformed {
        JsonNode outer = JSON.readTree(body);
        String head = outer.path("protected").asString("");
        String text = outer.path("payload").asString("");
        JsonNode header = JSON.readTree(decode(head));
        if (!header.path("alg").asString("").equals("ES256")) {
            throw new Malformed("badSignatureAlgorithm", "alg: " + header.path("alg"));
        }
        if (header.has("jwk") == header.has("kid")) {
            throw new Malformed("malformed", "jwk or kid, and not both");
        }
        String key =
                header.has("jwk")
                        ? canonical(header.get("jwk"))
                        : keyOf.apply(header.get("kid").asString(""));
        if (key == null) {
            throw new Malformed("accountDoesNotExist", "no such account: " + header.get("kid"));
        }
        if (!verifies(key, head + "." + text, decode(outer.path("signature").asString("")))) {
            throw new Malformed("malformed", "the signature is wrong");
        }
        return new AcmeSignature(header, text.isEmpty() ? null : JSON.readTree(decode(text)), key);
    }

    /** RFC 7638. */
    static String thumbprint(String canonical) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String canonical(JsonNode jwk) {
        return "{\"crv\":\"%s\",\"kty\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(
                        jwk.path("crv").asString(""),
                        jwk.path("kty").asString(""),
                        jwk.path("x").asString(""),
                        jwk.path("y").asString(""));
    }

    private static boolean verifies(String canonical, String signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key(JSON.readTree(canonical)));
            verifier.update(signed.getBytes(US_ASCII));
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point =
                new ECPoint(
                        new BigInteger(1, decode(jwk.get("x").asString(""))),
                        new BigInteger(1, decode(jwk.get("y").asString(""))));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
