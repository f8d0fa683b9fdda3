package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.TunnelOptions;
import java.util.Optional;

/**
 * Turns options into policies. Thread-safe.
 *
 * @param countries which country visitors come from
 * @param signOn knows visitors by a log-in elsewhere, where there is one
 * @param webhookBody bytes of a body whose signature is looked at
 */
public record Policies(Countries countries, Optional<SignOn> signOn, int webhookBody) {

    /** What the options of one tunnel mean. */
    public TunnelPolicy of(TunnelOptions options) {
        return TunnelPolicy.of(options, this);
    }
}
