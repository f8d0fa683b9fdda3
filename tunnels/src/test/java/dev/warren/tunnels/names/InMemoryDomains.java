package dev.warren.tunnels.names;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows in a map. */
final class InMemoryDomains implements DomainWatch.Store {

    private static final class Row {
        final DomainWatch.Proved domain;
        Instant next;
        int missing;
        boolean suspended;

        Row(DomainWatch.Proved domain, Instant next) {
            this.domain = domain;
            this.next = next;
        }
    }

    private final Map<String, Row> rows = new HashMap<>();

    @Override
    public void remember(DomainWatch.Proved domain, Instant next) {
        rows.put(domain.host(), new Row(domain, next));
    }

    @Override
    public List<DomainWatch.Proved> take(Instant now, Instant again, int most) {
        List<Row> due =
                rows.values().stream().filter(row -> !row.next.isAfter(now)).limit(most).toList();
        due.forEach(row -> row.next = again);
        return due.stream().map(row -> row.domain).toList();
    }

    @Override
    public boolean found(String host, Instant next) {
        Row row = rows.get(host);
        if (row == null) {
            return false;
        }
        boolean before = row.suspended;
        row.suspended = false;
        row.missing = 0;
        row.next = next;
        return before;
    }

    @Override
    public boolean missed(String host, int most, Instant now, Instant next) {
        Row row = rows.get(host);
        if (row == null) {
            return false;
        }
        boolean before = row.suspended;
        row.missing++;
        row.suspended |= row.missing >= most;
        row.next = row.suspended ? row.next : next;
        return row.suspended && !before;
    }

    @Override
    public Set<String> suspended() {
        return rows.values().stream()
                .filter(row -> row.suspended)
                .map(row -> row.domain.host())
                .collect(Collectors.toSet());
    }
}
