package dev.warren.tunnels.options;

import dev.warren.edge.http.HttpField;
import java.util.List;

/** Header fields that are set in answers before the visitor gets them. */
public record ResponseHeaderAdd(List<HttpField> fields) implements TunnelOption {

    static final OptionWord WORD =
            OptionWord.of(
                    "response-header-add",
                    HeaderWords.EXPECTED_FIELD,
                    value ->
                            HeaderWords.field(value)
                                    .map(field -> new ResponseHeaderAdd(List.of(field))));

    public ResponseHeaderAdd {
        fields = List.copyOf(fields);
    }

    @Override
    public TunnelOption after(TunnelOption before) {
        return new ResponseHeaderAdd(Lists.joined(((ResponseHeaderAdd) before).fields, fields));
    }
}
