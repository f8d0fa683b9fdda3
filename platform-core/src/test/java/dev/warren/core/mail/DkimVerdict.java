package dev.warren.core.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a receiver finds that looks at a mail's DKIM signature; written from the standards, beside
 * the library that signs. Knows relaxed canonicalization and Ed25519.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6376#section-3.4">RFC 6376, 3.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8463">RFC 8463</a>
 */
record DkimVerdict(
        String algorithm,
        String domain,
        List<String> signed,
        boolean bodyIsSame,
        boolean headersAreSame) {

    private static final Pattern VALUE_OF_B = Pattern.compile("(^|;)(\\s*b\\s*=)[^;]*");

    static DkimVerdict of(byte[] mail, PublicKey key) throws GeneralSecurityException {
        String text = new String(mail, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> fields = fields(text.substring(0, end));
        String signature =
                fields.stream()
                        .filter(field -> name(field).equals("dkim-signature"))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> tags = tags(signature.substring(signature.indexOf(':') + 1));
        List<String> signed =
                List.of(tags.getOrDefault("h", "").toLowerCase(Locale.ROOT).split(":"));
        byte[] body = sha256(body(text.substring(end + 4)));
        String headers = headers(fields, signed) + unsigned(signature);
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        // what is signed is the hash, not the text
        check.update(sha256(headers));
        return new DkimVerdict(
                tags.getOrDefault("a", ""),
                tags.getOrDefault("d", ""),
                signed,
                Arrays.equals(body, decoded(tags.getOrDefault("bh", ""))),
                check.verify(decoded(tags.getOrDefault("b", ""))));
    }

    private static List<String> fields(String head) {
        return Arrays.stream(head.split("\r\n(?![ \t])")).toList();
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> tags(String value) {
        return Arrays.stream(value.split(";"))
                .map(tag -> tag.replaceAll("\\s+", "").split("=", 2))
                .filter(tag -> tag.length == 2)
                .collect(Collectors.toMap(tag -> tag[0], tag -> tag[1]));
    }

    /** Of several of one name the last is taken first. */
    private static String headers(List<String> fields, List<String> signed) {
        List<String> left = new ArrayList<>(fields.reversed());
        StringBuilder text = new StringBuilder();
        for (String wanted : signed) {
            left.stream()
                    .filter(field -> name(field).equals(wanted))
                    .findFirst()
                    .ifPresent(field -> {
                        left.remove(field);
                        text.append(relaxed(field)).append("\r\n");
                    });
        }
        return text.toString();
    }

    private static String relaxed(String field) {
        String value = field.substring(field.indexOf(':') + 1).replace("\r\n", "");
        return name(field) + ":" + value.replaceAll("[ \t]+", " ").strip();
    }

    /** The signature's own field, without the signature and without an end. */
    private static String unsigned(String signature) {
        int colon = signature.indexOf(':') + 1;
        return relaxed(
                signature.substring(0, colon)
                        + VALUE_OF_B.matcher(signature.substring(colon)).replaceFirst("$1$2"));
    }

    private static String body(String text) {
        String relaxed =
                Arrays.stream(text.split("\r\n", -1))
                        .map(line -> line.replaceAll("[ \t]+", " ").replaceAll(" $", ""))
                        .collect(Collectors.joining("\r\n"));
        String stripped = relaxed.replaceAll("(\r\n)+$", "");
        return stripped.isEmpty() ? "" : stripped + "\r\n";
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
