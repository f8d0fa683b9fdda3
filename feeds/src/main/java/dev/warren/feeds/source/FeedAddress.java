package dev.warren.feeds.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a feed in the one form in which it is kept and compared: {@code http} or {@code
 * https}, host in lower case and ASCII, no default port, no fragment, no user.
 *
 * @param login what stood before the host
 */
public record FeedAddress(URI url, Optional<Login> login) {

    /** Longer ones do not fit into an index. */
    public static final int LONGEST = 2000;

    private static final Pattern SCHEME =
            Pattern.compile("(?i)([a-z][a-z0-9+.-]*):(?![0-9]+(/|$))(.*)");
    private static final Pattern PARTS =
            Pattern.compile("(?i)(https?)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[[0-9a-fA-F:.%]+[^]]*]|[^:\\[\\]]*)(?::([0-9]{0,5}))?");

    /** Names whose last label is a number are addresses in some of the many old spellings. */
    private static final Pattern NUMBER_AT_END =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

    private static final Set<String> FEED_SCHEMES = Set.of("feed", "rss");

    /**
     * Reads what people write: the scheme may be missing or {@code feed:}.
     *
     * @throws BadAddressException when it is no address that is fetched
     */
    public static FeedAddress parse(String text) throws BadAddressException {
        String full = withScheme(text.strip());
        Matcher parts = PARTS.matcher(full);
        require(full.length() <= LONGEST, "it is longer than " + LONGEST + " characters");
        require(
                parts.matches() && full.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\'),
                "it is no web address (expected: the form https://example.org/feed)");
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        require(authority.matches(), "its host is malformed");
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String host = host(authority.group(2));
        String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
        String query = parts.group(4) == null ? "" : parts.group(4);
        String kept =
                scheme + "://" + host + port(scheme, authority.group(3)) + encoded(path + query);
        try {
            URI url = new URI(kept);
            require(url.getHost() != null && kept.length() <= LONGEST, "its host is malformed");
            return new FeedAddress(url, login(authority.group(1)));
        } catch (URISyntaxException malformed) {
            throw new BadAddressException("it is malformed");
        }
    }

    private static String withScheme(String text) throws BadAddressException {
        Matcher given = SCHEME.matcher(text);
        if (!given.matches()) {
            return "https://" + (text.startsWith("//") ? text.substring(2) : text);
        }
        String scheme = given.group(1).toLowerCase(Locale.ROOT);
        String rest = given.group(3);
        if (FEED_SCHEMES.contains(scheme)) {
            return rest.startsWith("//") ? "http:" + rest : withScheme(rest);
        }
        require(
                scheme.equals("http") || scheme.equals("https"),
                "its scheme is not fetched (expected: http or https)");
        return text;
    }

    private static String host(String written) throws BadAddressException {
        String host;
        try {
            host = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            throw new BadAddressException("its host is malformed");
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        require(!host.isEmpty(), "it has no host");
        require(
                !NUMBER_AT_END.matcher(host).matches() || DOTTED_QUAD.matcher(host).matches(),
                "its host is a number (expected: a name, or an address like 192.0.2.1)");
        return host;
    }

    /** Below 1024 are mail, log-ins and the like, which no feed comes from. */
    private static String port(String scheme, @Nullable String written) throws BadAddressException {
        if (written == null || written.isEmpty()) {
            return "";
        }
        int port = Integer.parseInt(written);
        require(
                Ports.allows(port),
                "its port is not fetched from (expected: 80, 443 or 1024 to 65535)");
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return usual ? "" : ":" + port;
    }

    /** Percent-encodes what a URI may not hold, and leaves what is encoded. */
    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            char c = (char) (one & 0xff);
            if (c > ' ' && c < 0x7f && "\"<>^`{|}[]".indexOf(c) < 0) {
                out.append(c);
            } else {
                out.append('%').append("%02X".formatted((int) c));
            }
        }
        return out.toString().replaceAll("%(?![0-9a-fA-F]{2})", "%25");
    }

    private static Optional<Login> login(@Nullable String written) {
        if (written == null || written.isEmpty()) {
            return Optional.empty();
        }
        int colon = written.indexOf(':');
        String user = colon < 0 ? written : written.substring(0, colon);
        return Optional.of(
                new Login(decoded(user), colon < 0 ? "" : decoded(written.substring(colon + 1))));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return text;
        }
    }

    private static void require(boolean good, String sentence) throws BadAddressException {
        if (!good) {
            throw new BadAddressException(sentence);
        }
    }

    /** Shows nothing of the login. */
    @Override
    public String toString() {
        return url.toString();
    }
}
