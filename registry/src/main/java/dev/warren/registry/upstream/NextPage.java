package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundResponse;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288</a>
 */
final class NextPage {

    private static final Pattern NEXT =
            Pattern.compile("<([^<>]{1,2000})>\\s*;\\s*rel=\"?next\"?\\s*(?:[;,].*)?");

    private NextPage() {}

    /**
     * The next page, if there is one and it is at the same place as this one. Whoever answered
     * after a redirect does not say where we go with our credentials.
     *
     * @param asked where this page was asked for
     */
    static Optional<URI> of(OutboundResponse response, URI asked) {
        return response.header("Link")
                .map(link -> NEXT.matcher(link.strip()))
                .filter(Matcher::matches)
                .flatMap(next -> resolved(asked, next.group(1)))
                .filter(next -> same(asked, next));
    }

    private static Optional<URI> resolved(URI here, String link) {
        try {
            return Optional.of(here.resolve(link));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean same(URI here, URI next) {
        return String.valueOf(here.getScheme()).equals(next.getScheme())
                && String.valueOf(here.getRawAuthority()).equals(next.getRawAuthority())
                && String.valueOf(here.getRawPath()).equals(next.getRawPath());
    }
}
