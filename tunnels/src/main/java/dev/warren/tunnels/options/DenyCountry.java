package dev.warren.tunnels.options;

import java.util.List;

/**
 * Countries that visitors may not come from, even if other options let them in.
 *
 * @param codes ISO 3166, in upper case
 */
public record DenyCountry(List<String> codes) implements TunnelOption {

    static OptionWord word(boolean isKnown) {
        return OptionWord.guard(
                        "deny-country",
                        CountryCodes.EXPECTED,
                        value -> CountryCodes.list(value).map(DenyCountry::new),
                        new DenyIp(AddressRange.EVERYWHERE))
                .unless(isKnown, CountryCodes.LACK);
    }

    public DenyCountry {
        codes = List.copyOf(codes);
    }

    public boolean contains(String code) {
        return codes.contains(code);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new DenyCountry(Lists.joined(((DenyCountry) before).codes, codes));
    }
}
