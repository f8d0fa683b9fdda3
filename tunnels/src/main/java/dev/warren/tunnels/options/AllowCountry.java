package dev.warren.tunnels.options;

import java.util.List;

/**
 * The only countries that visitors may come from. None: from nowhere, and from nowhere unknown
 * either.
 *
 * @param codes ISO 3166, in upper case
 */
public record AllowCountry(List<String> codes) implements TunnelOption {

    static OptionWord word(boolean isKnown) {
        return OptionWord.guard(
                        "allow-country",
                        CountryCodes.EXPECTED,
                        value -> CountryCodes.list(value).map(AllowCountry::new),
                        new AllowCountry(List.of()))
                .unless(isKnown, CountryCodes.LACK);
    }

    public AllowCountry {
        codes = List.copyOf(codes);
    }

    public boolean contains(String code) {
        return codes.contains(code);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new AllowCountry(Lists.joined(((AllowCountry) before).codes, codes));
    }
}
