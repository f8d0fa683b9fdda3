package dev.warren.feeds.item;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a document the database has already. Used by one thread. */
final class Known {

    private final Map<Uid, Row> items = new HashMap<>();
    private final Set<Uid> forgotten;
    private final Set<Long> taken = new HashSet<>();

    /**
     * @param hash of what a reader sees of it
     */
    record Row(long id, Uid uid, String url, Uid hash) {}

    Known(List<Row> rows, Set<Uid> forgotten) {
        rows.forEach(row -> items.put(row.uid(), row));
        this.forgotten = Set.copyOf(forgotten);
    }

    /** The row that {@code incoming} is; each row is one item of a document only. */
    Optional<Row> find(Incoming incoming) {
        for (Uid uid : incoming.uids()) {
            Row row = items.get(uid);
            if (row != null && incoming.is(uid, row.url()) && taken.add(row.id())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    boolean isForgotten(Incoming incoming) {
        return incoming.reused()
                ? forgotten.contains(incoming.uid())
                : incoming.uids().stream().anyMatch(forgotten::contains);
    }
}
