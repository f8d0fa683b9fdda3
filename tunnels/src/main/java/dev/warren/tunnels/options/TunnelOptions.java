package dev.warren.tunnels.options;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is set on a connection or on one forward: at most one option of each kind. Immutable.
 *
 * @param all by their class
 */
public record TunnelOptions(Map<Class<? extends TunnelOption>, TunnelOption> all) {

    /** What holds when a user says nothing. */
    public static final TunnelOptions NONE = new TunnelOptions(Map.of());

    public TunnelOptions {
        all = Map.copyOf(all);
    }

    /** The option of that kind, if it was set. */
    public <T extends TunnelOption> Optional<T> get(Class<T> kind) {
        return Optional.ofNullable(all.get(kind)).map(kind::cast);
    }

    /** Whether a switch was set, and to on. */
    public boolean isOn(Class<? extends Toggle> kind) {
        return get(kind).filter(Toggle::on).isPresent();
    }

    /** These after {@code option} was said too. */
    public TunnelOptions with(TunnelOption option) {
        Map<Class<? extends TunnelOption>, TunnelOption> more = new HashMap<>(all);
        more.merge(option.getClass(), option, (before, now) -> now.after(before));
        return new TunnelOptions(more);
    }

    /** These where {@code closer} says nothing else. */
    public TunnelOptions under(TunnelOptions closer) {
        if (closer.all.isEmpty()) {
            return this;
        }
        Map<Class<? extends TunnelOption>, TunnelOption> both = new HashMap<>(all);
        both.putAll(closer.all);
        return new TunnelOptions(both);
    }

    /** The user's own words, empty for none. */
    public String note() {
        return get(Note.class).map(Note::text).orElse("");
    }

    /** Who else may reach private aliases. */
    public Guests guests() {
        return get(Guests.class).orElse(Guests.NOBODY);
    }
}
