package dev.warren.tunnels.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys that programs may show as {@code Authorization: Bearer}. None: no key is good.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, 2.1</a>
 */
public record Bearer(List<SecretHash> keys) implements TunnelOption {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{8,200}");

    static final OptionWord WORD =
            OptionWord.guard(
                    "bearer",
                    "8 to 200 letters, digits and . _ ~ + / = -",
                    Bearer::read,
                    new Bearer(List.of()));

    public Bearer {
        keys = List.copyOf(keys);
    }

    public boolean admits(String key) {
        return SecretHash.matchesAny(keys, key);
    }

    private static Optional<Bearer> read(String value) {
        return FORM.matcher(value).matches()
                ? Optional.of(new Bearer(List.of(SecretHash.of(value))))
                : Optional.empty();
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new Bearer(Lists.joined(((Bearer) before).keys, keys));
    }
}
