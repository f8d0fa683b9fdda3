package dev.warren.feeds.clean;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jsoup.internal.StringUtil;

/**
 * Addresses as publishers write them: with blanks, relative, of schemes that nobody should open.
 */
public final class Addresses {

    private static final int MAX_LENGTH = 4096;

    private Addresses() {}

    /**
     * The absolute address, if it is one of {@code http} or {@code https}.
     *
     * @return empty when it is none, or longer than 4,096 characters
     */
    public static String web(String written, URI base) {
        String absolute = absolute(written, base);
        String lower = absolute.toLowerCase(Locale.ROOT);
        boolean web = lower.startsWith("http://") || lower.startsWith("https://");
        return web && absolute.length() > lower.indexOf("//") + 2 ? absolute : "";
    }

    /** The absolute address of any scheme, or as it is written where it cannot be resolved. */
    public static String absolute(String written, URI base) {
        String trimmed = trimmed(written);
        if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
            return "";
        }
        if (isPlain(trimmed)) {
            return trimmed;
        }
        try {
            return blanksEscaped(StringUtil.resolve(base.toURL(), trimmed).toString());
        } catch (MalformedURLException | IllegalArgumentException e) {
            return hasScheme(trimmed) ? blanksEscaped(trimmed) : "";
        }
    }

    /** Links that may be followed: {@code http}, {@code https}, {@code mailto} and {@code tel}. */
    static String link(String written, URI base) {
        String lower = trimmed(written).toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:") || lower.startsWith("tel:")) {
            return blanksEscaped(trimmed(written));
        }
        return web(written, base);
    }

    /** The host of an absolute address, empty where it has none. */
    static String host(String url) {
        try {
            String host = new URI(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /**
     * Whether it is absolute and as it should be, as most are: resolving it would change nothing.
     */
    private static boolean isPlain(String url) {
        int host = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : -1;
        if (host < 0) {
            return false;
        }
        int path = url.indexOf('/', host);
        for (int i = host; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean inHost = path < 0 || i < path;
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!word && (inHost ? "-." : "-._~/?#!$&'()*+,;=%:@").indexOf(c) < 0) {
                return false;
            }
        }
        return path > host && url.indexOf("/.", path) < 0;
    }

    private static boolean hasScheme(String url) {
        int colon = url.indexOf(':');
        return colon > 0
                && url.substring(0, colon)
                        .chars()
                        .allMatch(c ->
                                Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
    }

    /** Without what browsers overlook as well: blanks around, line breaks and controls within. */
    private static String trimmed(String written) {
        int clean = 0;
        while (clean < written.length() && clean <= MAX_LENGTH && isKept(written.charAt(clean))) {
            clean++;
        }
        if (clean == written.length()) {
            return written.strip();
        }
        StringBuilder kept = new StringBuilder(Math.min(written.length(), MAX_LENGTH + 1));
        for (int i = 0; i < written.length() && kept.length() <= MAX_LENGTH; i++) {
            char c = written.charAt(i);
            if (isKept(c)) {
                kept.append(c);
            }
        }
        return kept.toString().strip();
    }

    private static boolean isKept(char c) {
        return c >= 0x20 && Characters.allowedInLine(c);
    }

    private static String blanksEscaped(String url) {
        return url.replace(" ", "%20").replace("\"", "%22").replace("<", "%3C").replace(">", "%3E");
    }
}
