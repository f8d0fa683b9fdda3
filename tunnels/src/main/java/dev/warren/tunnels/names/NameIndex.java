package dev.warren.tunnels.names;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All kept names as they were at one moment. Immutable.
 *
 * @param revision the store's number of that moment, 0 before it was first read
 */
record NameIndex(long revision, Map<KeptName.Key, KeptName> names) {

    static final NameIndex EMPTY = new NameIndex(0, Map.of());

    static NameIndex of(NameStore.Everything everything) {
        Map<KeptName.Key, KeptName> names = new HashMap<>();
        everything.names().forEach(name -> names.put(name.key(), name));
        return new NameIndex(everything.revision(), Map.copyOf(names));
    }

    Optional<KeptName> find(KeptName.Kind kind, String name) {
        return Optional.ofNullable(names.get(new KeptName.Key(kind, name)));
    }

    /** The names of an account, or with 0 those that nobody may have; by kind and name. */
    List<KeptName> of(long accountId) {
        return names.values().stream()
                .filter(name -> name.accountId() == accountId)
                .sorted(Comparator.comparing(KeptName::kind).thenComparing(KeptName::name))
                .toList();
    }
}
