package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.TunnelOptions;

/**
 * Turns options into policies. Thread-safe.
 *
 * @param countries which country visitors come from
 */
public record Policies(Countries countries) {

    /** What the options of one tunnel mean. */
    public TunnelPolicy of(TunnelOptions options) {
        return TunnelPolicy.of(options, this);
    }
}
