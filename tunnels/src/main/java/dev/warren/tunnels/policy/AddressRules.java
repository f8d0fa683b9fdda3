package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.AllowCountry;
import dev.warren.tunnels.options.AllowIp;
import dev.warren.tunnels.options.DenyCountry;
import dev.warren.tunnels.options.DenyIp;
import dev.warren.tunnels.options.TunnelOptions;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where visitors may come from: from what is denied never, and only from what is allowed if
 * anything is. An address whose country nobody knows is in no list of countries.
 */
record AddressRules(
        Optional<AllowIp> allow,
        Optional<DenyIp> deny,
        Optional<AllowCountry> allowCountry,
        Optional<DenyCountry> denyCountry,
        Countries countries) {

    static AddressRules of(TunnelOptions options, Countries countries) {
        return new AddressRules(
                options.get(AllowIp.class),
                options.get(DenyIp.class),
                options.get(AllowCountry.class),
                options.get(DenyCountry.class),
                countries);
    }

    boolean admits(InetAddress visitor) {
        return deny.filter(ranges -> ranges.contains(visitor)).isEmpty()
                && (allow.isEmpty() || allow.get().contains(visitor))
                && admitsCountry(visitor);
    }

    private boolean admitsCountry(InetAddress visitor) {
        if (allowCountry.isEmpty() && denyCountry.isEmpty()) {
            return true;
        }
        Optional<String> country = countries.of(visitor);
        return (allowCountry.isEmpty() || country.filter(allowCountry.get()::contains).isPresent())
                && (denyCountry.isEmpty() || country.filter(denyCountry.get()::contains).isEmpty());
    }
}
