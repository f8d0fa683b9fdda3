package dev.warren.feeds.fetch;

import dev.warren.feeds.source.BadAddressException;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claim.Moved;
import dev.warren.feeds.source.FeedAddress;
import java.net.URI;
import java.util.Optional;

/** What permanent redirects lead to, as far as it is known by now. */
final class Redirects {

    private Redirects() {}

    /**
     * Where {@code page} was found for good: after all redirects that are permanent up to the first
     * one that is not. Seen again, it counts on; another target begins anew.
     */
    static Optional<Moved> of(Claim claim, Page page) {
        URI to = null;
        for (Page.Redirect redirect : page.redirects()) {
            if (!redirect.isPermanent()) {
                break;
            }
            to = redirect.to();
        }
        if (to == null) {
            return Optional.empty();
        }
        return kept(to).filter(url -> !url.equals(claim.target().url()))
                .map(url ->
                        claim.history()
                                .moved()
                                .filter(before -> before.to().equals(url))
                                .map(before -> new Moved(url, before.since(), before.seen() + 1))
                                .orElseGet(() -> new Moved(url, claim.at(), 1)));
    }

    private static Optional<String> kept(URI uri) {
        try {
            return Optional.of(FeedAddress.parse(uri.toString()).url().toString());
        } catch (BadAddressException strange) {
            return Optional.empty();
        }
    }
}
