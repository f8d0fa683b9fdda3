package dev.warren.tunnels.names;

import dev.warren.tunnels.names.NamesException.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names in a map, which can be away. */
final class InMemoryNameStore implements NameStore {

    private final Map<KeptName.Key, KeptName> names = new HashMap<>();
    private long revision = 1;
    private boolean away;

    void goAway() {
        away = true;
    }

    @Override
    public Optional<Everything> since(long known) {
        requireThere();
        return known == revision
                ? Optional.empty()
                : Optional.of(new Everything(revision, List.copyOf(names.values())));
    }

    @Override
    public void keep(KeptName name, int most) {
        requireThere();
        KeptName before = names.get(name.key());
        if (before != null && before.accountId() != name.accountId()) {
            throw new NamesException(
                    Code.TAKEN,
                    "%s: reserved by another account (expected: another one)"
                            .formatted(name.name()));
        }
        long now = names.values().stream().filter(n -> n.accountId() == name.accountId()).count();
        if (before == null && name.accountId() != 0 && now >= most) {
            throw new NamesException(
                    Code.TOO_MANY,
                    "your account has %d names already (expected: at most %d)"
                            .formatted(now, most));
        }
        names.put(name.key(), name);
        revision++;
    }

    @Override
    public boolean release(KeptName.Key key, long accountId) {
        requireThere();
        KeptName before = names.get(key);
        if (before == null || before.accountId() != accountId) {
            return false;
        }
        names.remove(key);
        revision++;
        return true;
    }

    private void requireThere() {
        if (away) {
            throw new NamesException(
                    Code.UNAVAILABLE, "the database does not answer; try again in a minute");
        }
    }
}
