package dev.warren.tunnels.options;

import java.util.List;

/** Names of header fields that are taken out of requests, in lower case. */
public record HeaderRemove(List<String> names) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of(
                    "header-remove",
                    HeaderWords.EXPECTED_NAME,
                    value -> HeaderWords.name(value).map(name -> new HeaderRemove(List.of(name))));

    public HeaderRemove {
        names = List.copyOf(names);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new HeaderRemove(Lists.joined(((HeaderRemove) before).names, names));
    }
}
