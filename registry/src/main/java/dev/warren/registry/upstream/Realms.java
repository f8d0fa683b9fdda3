package dev.warren.registry.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Decides which token servers an upstream may send us to: its own host, one of its registrable
 * domain, or one that is set; by https unless the upstream itself is asked by http. Whoever answers
 * for the upstream chooses the realm, so it is not believed.
 */
final class Realms {

    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    private Realms() {}

    /** The realm as an address, if it may be asked. */
    static Optional<URI> allowed(String realm, UpstreamConfig upstream) {
        URI uri;
        try {
            uri = new URI(realm);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null
                || !isSchemeGood(uri, upstream.url())) {
            return Optional.empty();
        }
        String host = lower(uri.getHost());
        boolean known =
                host.equals(lower(upstream.url().getHost()))
                        || upstream.tokenHosts().contains(host)
                        || isSameDomain(host, lower(upstream.url().getHost()));
        return known ? Optional.of(uri) : Optional.empty();
    }

    private static boolean isSchemeGood(URI realm, URI upstream) {
        String scheme = lower(String.valueOf(realm.getScheme()));
        return scheme.equals("https")
                || scheme.equals("http") && "http".equalsIgnoreCase(upstream.getScheme());
    }

    private static boolean isSameDomain(String one, String other) {
        if (isNumber(one) || isNumber(other)) {
            return false;
        }
        String domain = SUFFIXES.getDomainRoot(one);
        return domain != null && domain.equals(SUFFIXES.getDomainRoot(other));
    }

    /** Whether it is an address, which has no domain although it has dots. */
    private static boolean isNumber(String host) {
        return host.indexOf(':') >= 0 || host.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
