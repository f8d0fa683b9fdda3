package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.AllowIp;
import dev.warren.tunnels.options.DenyIp;
import dev.warren.tunnels.options.TunnelOptions;
import java.net.InetAddress;
import java.util.Optional;

/** Which addresses visitors may come from: denied ones never, and only allowed ones if any are. */
record AddressRules(Optional<AllowIp> allow, Optional<DenyIp> deny) {

    static AddressRules of(TunnelOptions options) {
        return new AddressRules(options.get(AllowIp.class), options.get(DenyIp.class));
    }

    boolean admits(InetAddress visitor) {
        return deny.filter(ranges -> ranges.contains(visitor)).isEmpty()
                && (allow.isEmpty() || allow.get().contains(visitor));
    }
}
