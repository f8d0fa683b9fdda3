package dev.warren.tunnels.options;

import java.net.InetAddress;
import java.util.List;

/** The only addresses that visitors may come from. No range: from nowhere. */
public record AllowIp(List<AddressRange> ranges) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.guard(
                    "allow-ip",
                    AddressRange.EXPECTED,
                    value -> AddressRange.list(value).map(AllowIp::new),
                    new AllowIp(List.of()));

    public AllowIp {
        ranges = List.copyOf(ranges);
    }

    public boolean contains(InetAddress visitor) {
        return ranges.stream().anyMatch(range -> range.contains(visitor));
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new AllowIp(Lists.joined(((AllowIp) before).ranges, ranges));
    }
}
