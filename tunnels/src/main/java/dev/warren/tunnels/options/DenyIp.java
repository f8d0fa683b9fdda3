package dev.warren.tunnels.options;

import java.net.InetAddress;
import java.util.List;

/** Addresses that visitors may not come from, even if others allow them. */
public record DenyIp(List<AddressRange> ranges) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.guard(
                    "deny-ip",
                    AddressRange.EXPECTED,
                    value -> AddressRange.list(value).map(DenyIp::new),
                    new DenyIp(AddressRange.EVERYWHERE));

    public DenyIp {
        ranges = List.copyOf(ranges);
    }

    public boolean contains(InetAddress visitor) {
        return ranges.stream().anyMatch(range -> range.contains(visitor));
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new DenyIp(Lists.joined(((DenyIp) before).ranges, ranges));
    }
}
