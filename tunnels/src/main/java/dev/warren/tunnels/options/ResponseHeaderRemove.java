package dev.warren.tunnels.options;

import java.util.List;

/** Names of header fields that are taken out of answers, in lower case. */
public record ResponseHeaderRemove(List<String> names) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of(
                    "response-header-remove",
                    HeaderWords.EXPECTED_NAME,
                    value ->
                            HeaderWords.name(value)
                                    .map(name -> new ResponseHeaderRemove(List.of(name))));

    public ResponseHeaderRemove {
        names = List.copyOf(names);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new ResponseHeaderRemove(Lists.joined(((ResponseHeaderRemove) before).names, names));
    }
}
