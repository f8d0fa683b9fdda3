package dev.warren.core.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses that mails leave from, one for each, so that a report of a mail that did not arrive
 * says which by its recipient alone: {@code bounces+ID-SIGNATURE@example.com}. Thread-safe.
 */
final class ReturnPath {

    private static final String METHOD = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 8;
    private static final int RADIX = 36;
    private static final Pattern TOKEN = Pattern.compile("([0-9a-z]{1,13})-([0-9a-f]{16})");

    private final String local;
    private final String domain;
    private final SecretKeySpec key;

    /**
     * @param key for this purpose alone
     */
    ReturnPath(MailAddress bounces, byte[] key) {
        int at = bounces.value().lastIndexOf('@');
        this.local = bounces.value().substring(0, at);
        this.domain = bounces.domain();
        this.key = new SecretKeySpec(key, METHOD);
    }

    MailAddress of(long mail) {
        return new MailAddress("%s+%s-%s@%s".formatted(local, text(mail), signature(mail), domain));
    }

    /** The mail that left from {@code address}; empty when none did. */
    OptionalLong read(String address) {
        int plus = address.indexOf('+');
        int at = address.lastIndexOf('@');
        if (plus < 0 || at < plus) {
            return OptionalLong.empty();
        }
        // servers may change the case of an address
        String token = address.substring(plus + 1, at).toLowerCase(Locale.ROOT);
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        try {
            long mail = Long.parseLong(matcher.group(1), RADIX);
            byte[] shown = matcher.group(2).getBytes(UTF_8);
            return MessageDigest.isEqual(signature(mail).getBytes(UTF_8), shown)
                    ? OptionalLong.of(mail)
                    : OptionalLong.empty();
        } catch (NumberFormatException large) {
            return OptionalLong.empty();
        }
    }

    private static String text(long mail) {
        return Long.toString(mail, RADIX);
    }

    private String signature(long mail) {
        try {
            Mac mac = Mac.getInstance(METHOD);
            mac.init(key);
            byte[] whole = mac.doFinal(text(mail).getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, SIGNATURE_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(METHOD + " does not work in this JVM", impossible);
        }
    }
}
