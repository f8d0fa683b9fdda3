package dev.warren.edge.ssh.session;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON on one line, in ASCII, so that no terminal finds anything to obey in it. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    static String line(Object value) {
        return MAPPER.writeValueAsString(value).replace("\u007f", "\\u007f");
    }
}
