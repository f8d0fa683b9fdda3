package dev.warren.tunnels.options;

import dev.warren.edge.http.HttpField;
import java.util.List;

/** Header fields that are set in requests before the backend gets them. */
public record HeaderAdd(List<HttpField> fields) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of(
                    "header-add",
                    HeaderWords.EXPECTED_FIELD,
                    value -> HeaderWords.field(value).map(field -> new HeaderAdd(List.of(field))));

    public HeaderAdd {
        fields = List.copyOf(fields);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new HeaderAdd(Lists.joined(((HeaderAdd) before).fields, fields));
    }
}
