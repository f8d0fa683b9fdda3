package dev.warren.feeds.parse;

import dev.warren.feeds.parse.tree.Node;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Dates of elements. Of several that say the same thing, the last one counts. */
final class Dates {

    private static final List<String> PUBLISHED =
            List.of("published", "pubdate", "issued", "dcterms:issued", "dcterms:available");
    private static final List<String> UPDATED =
            List.of("updated", "modified", "dcterms:modified", "dc:date", "lastbuilddate", "date");

    /** In RSS mostly the only one, and then the day of publication. */
    private static final List<String> DUBLIN_CORE = List.of("dc:date");

    private static final List<String> CREATED =
            List.of("created", "dcterms:created", "dcterms:date");

    private final InstantSource clock;

    Dates(InstantSource clock) {
        this.clock = clock;
    }

    Optional<Instant> published(Node node) {
        return last(node, PUBLISHED)
                .or(() -> last(node, CREATED))
                .or(() -> last(node, DUBLIN_CORE));
    }

    Optional<Instant> updated(Node node) {
        return last(node, UPDATED).or(() -> read(node.attribute("lastmod")));
    }

    Optional<Instant> read(String written) {
        return FeedDate.parse(written, clock.instant());
    }

    private Optional<Instant> last(Node node, List<String> names) {
        Optional<Instant> last = Optional.empty();
        for (Node element : node.elements()) {
            if (names.contains(element.name())) {
                Optional<Instant> read = read(element.text());
                last = read.isPresent() ? read : last;
            }
        }
        return last;
    }
}
