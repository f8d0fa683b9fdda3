package dev.warren.feeds.source;

import java.net.URI;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * The domain that somebody registered, which is what is asked at a pace of its own: {@code
 * example.co.uk} of {@code feeds.example.co.uk}. By Mozilla's list of public suffixes.
 */
public final class Domains {

    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    private Domains() {}

    /** That of {@code url}'s host; the host itself where it is an address or a suffix. */
    public static String of(URI url) {
        String host = url.getHost();
        if (host == null) {
            throw new IllegalArgumentException("an address without a host");
        }
        boolean number = host.startsWith("[") || Character.isDigit(host.charAt(host.length() - 1));
        String root = number ? null : SUFFIXES.getDomainRoot(host);
        return root == null ? host : root;
    }
}
