package dev.warren.tunnels.options;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * All that is set on one connection. Immutable.
 *
 * @param common what holds for all its forwards
 * @param own what holds for single forwards, by what their user calls them
 */
public record ConnectionOptions(TunnelOptions common, Map<String, TunnelOptions> own) {

    /** What holds when a user says nothing. */
    public static final ConnectionOptions NONE =
            new ConnectionOptions(TunnelOptions.NONE, Map.of());

    public ConnectionOptions {
        own = Map.copyOf(own);
    }

    /** These after {@code said} was said too. */
    ConnectionOptions with(OptionWords.Said said) {
        if (said.forward().isEmpty()) {
            return new ConnectionOptions(common.with(said.option()), own);
        }
        Map<String, TunnelOptions> more = new HashMap<>(own);
        TunnelOptions before = own.getOrDefault(said.forward(), TunnelOptions.NONE);
        more.put(said.forward(), before.with(said.option()));
        return new ConnectionOptions(common, more);
    }

    /**
     * What holds for a forward: what was said for it alone, else what was said for all.
     *
     * @param names what its user may call it
     */
    public TunnelOptions of(Collection<String> names) {
        TunnelOptions result = common;
        for (String name : names) {
            result = result.under(own.getOrDefault(name, TunnelOptions.NONE));
        }
        return result;
    }
}
