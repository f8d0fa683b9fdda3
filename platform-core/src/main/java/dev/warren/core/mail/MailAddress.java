package dev.warren.core.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One address that mail can be sent to, without a name, comments or quotes; its domain is in lower
 * case and ASCII.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2">RFC 5321, 4.1.2</a>
 */
public record MailAddress(String value) {

    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MOST_LOCAL = 64;
    private static final int MOST = 254;

    /**
     * @throws IllegalArgumentException with a sentence when it is none
     */
    public MailAddress {
        int at = value.lastIndexOf('@');
        String domain = at < 0 ? "" : ascii(value.substring(at + 1));
        boolean good =
                at > 0
                        && at <= MOST_LOCAL
                        && LOCAL.matcher(value.substring(0, at)).matches()
                        && DOMAIN.matcher(domain).matches()
                        && at + 1 + domain.length() <= MOST;
        if (!good) {
            throw new IllegalArgumentException(
                    "%s is no mail address (expected: one such as you@example.com, without a name or quotes)"
                            .formatted(printable(value)));
        }
        value = value.substring(0, at + 1) + domain;
    }

    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException wrong) {
            return "";
        }
    }

    private static String printable(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }

    /** What is behind the {@code @}. */
    public String domain() {
        return value.substring(value.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
