package dev.warren.feeds.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * JSON of strangers: depth, texts and the number of values are limited. Numbers and booleans are
 * their text, so that none is too large; the rest is maps, lists and strings.
 */
final class JsonValues {

    private static final int MAX_DEPTH = 60;
    private static final int MAX_TEXT = 2 * 1024 * 1024;
    private static final int MAX_VALUES = 5000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_TEXT)
                                    .maxNameLength(1000)
                                    .maxNumberLength(1000)
                                    .build())
                    // names are not shared with other documents, whose memory they would keep
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private int left = MAX_VALUES;

    private JsonValues() {}

    static JsonParser parser(java.io.Reader text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** The value that begins at the current token. Of more than 5,000 values the first are kept. */
    static Object read(JsonParser json) {
        return new JsonValues().value(json);
    }

    private Object value(JsonParser json) {
        left--;
        JsonToken token = json.currentToken();
        if (left < 0 && token != null && token.isStructStart()) {
            json.skipChildren();
            return "";
        }
        if (token == JsonToken.START_OBJECT) {
            return object(json);
        }
        if (token == JsonToken.START_ARRAY) {
            return list(json);
        }
        return token == JsonToken.VALUE_NULL || token == null ? "" : json.getString();
    }

    private Map<String, Object> object(JsonParser json) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json);
            if (left > 0) {
                object.put(name, value);
            }
        }
        return object;
    }

    private List<Object> list(JsonParser json) {
        List<Object> list = new ArrayList<>();
        for (JsonToken t = json.nextToken();
                t != JsonToken.END_ARRAY && t != null;
                t = json.nextToken()) {
            Object value = value(json);
            if (left > 0) {
                list.add(value);
            }
        }
        return list;
    }

    /** A text, empty when there is none of that name. */
    static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /** The elements of a list, or the value alone where there should have been a list. */
    static List<?> list(Map<?, ?> object, String name) {
        Object value = object.get(name);
        if (value instanceof List<?> list) {
            return list;
        }
        return value == null || value.equals("") ? List.of() : List.of(value);
    }

    /** The objects among the elements of a list. */
    static List<Map<?, ?>> objects(Map<?, ?> object, String name) {
        List<Map<?, ?>> objects = new ArrayList<>();
        for (Object value : list(object, name)) {
            if (value instanceof Map<?, ?> map) {
                objects.add(map);
            }
        }
        return objects;
    }
}
