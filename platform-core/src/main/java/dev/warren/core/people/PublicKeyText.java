package dev.warren.core.people;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A public SSH key in its one-line form, as in {@code authorized_keys}.
 *
 * @param type {@code ssh-ed25519}, {@code ecdsa-sha2-nistp256/384/521}, {@code ssh-rsa} of at least
 *     2048 bits, or one of the two FIDO types
 * @param base64 the key itself (RFC 4253 §6.6)
 * @param comment what its owner calls it; may be empty
 * @param certAuthority whether the key logs in through the certificates it signed, not by itself
 */
public record PublicKeyText(String type, String base64, String comment, boolean certAuthority) {

    private static final int LONGEST_LINE = 8192;
    private static final int LONGEST_COMMENT = 100;

    /**
     * @throws PeopleException with code {@code INVALID} when it is no such key
     */
    public PublicKeyText {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("is not base64");
        }
        KeyBlob.check(type, blob);
        base64 = Base64.getEncoder().encodeToString(blob);
        comment = printable(comment);
    }

    /**
     * Reads one {@code authorized_keys} line. The only option allowed before the type is {@code
     * cert-authority}.
     *
     * @throws PeopleException with code {@code INVALID} when the line is malformed, or the key weak
     *     or of another type
     */
    public static PublicKeyText parse(String line) {
        if (line.length() > LONGEST_LINE) {
            throw invalid("is longer than " + LONGEST_LINE + " characters");
        }
        List<String> words = Arrays.asList(line.strip().split("\\s+", 4));
        boolean authority = words.getFirst().equals("cert-authority");
        int at = authority ? 1 : 0;
        if (words.size() < at + 2) {
            throw invalid(
                    "has the form 'ssh-ed25519 AAAA… comment', with nothing before it but cert-authority");
        }
        String[] rest = line.strip().split("\\s+", at + 3);
        String comment = rest.length > at + 2 ? rest[at + 2] : "";
        return new PublicKeyText(words.get(at), words.get(at + 1), comment, authority);
    }

    /** {@code SHA256:…} without padding, as OpenSSH prints it. */
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The line that {@link #parse} reads. */
    public String line() {
        String line = (certAuthority ? "cert-authority " : "") + type + " " + base64;
        return comment.isEmpty() ? line : line + " " + comment;
    }

    private static String printable(String comment) {
        String clean =
                comment.codePoints()
                        .filter(c ->
                                !Character.isISOControl(c)
                                        && Character.getType(c) != Character.FORMAT)
                        .limit(LONGEST_COMMENT)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return clean.strip();
    }

    private static PeopleException invalid(String what) {
        return KeyBlob.invalid(what);
    }
}
