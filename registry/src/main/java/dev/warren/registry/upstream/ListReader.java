package dev.warren.registry.upstream;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Referrer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads the lists that upstreams answer with, token by token, leaving out what is malformed. */
final class ListReader {

    private static final int DEEPEST = 64;
    private static final int MOST_ANNOTATIONS = 100;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    private ListReader() {}

    /** The texts below {@code tags}, {@code most} at most; empty when it is not good JSON. */
    static Optional<List<String>> tags(byte[] body, int most) {
        List<String> tags = new ArrayList<>();
        return each(
                        body,
                        "tags",
                        json -> {
                            if (json.currentToken() == JsonToken.VALUE_STRING
                                    && tags.size() < most) {
                                tags.add(json.getString());
                            } else {
                                json.skipChildren();
                            }
                        })
                ? Optional.of(tags)
                : Optional.empty();
    }

    /** The descriptors below {@code manifests}; empty when it is not good JSON. */
    static Optional<List<Referrer>> referrers(byte[] body, int most) {
        List<Referrer> referrers = new ArrayList<>();
        return each(
                        body,
                        "manifests",
                        json -> {
                            Optional<Referrer> referrer = referrer(json);
                            if (referrers.size() < most) {
                                referrer.ifPresent(referrers::add);
                            }
                        })
                ? Optional.of(referrers)
                : Optional.empty();
    }

    private interface Entry {
        void read(JsonParser json) throws JacksonException;
    }

    private static boolean each(byte[] body, String list, Entry entry) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals(list);
                if (wanted && json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        entry.read(json);
                    }
                } else if (!wanted) {
                    json.nextToken();
                    json.skipChildren();
                }
            }
            return true;
        } catch (JacksonException malformed) {
            return false;
        }
    }

    private static Optional<Referrer> referrer(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Optional.empty();
        }
        String mediaType = "";
        String artifactType = null;
        Optional<Digest> digest = Optional.empty();
        long size = -1;
        Map<String, String> annotations = Map.of();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "mediaType" -> mediaType = String.valueOf(text(json, value));
                case "artifactType" -> artifactType = text(json, value);
                case "digest" -> digest = Digest.parse(String.valueOf(text(json, value)));
                case "size" -> size = json.getValueAsLong(-1);
                case "annotations" -> annotations = annotations(json, value);
                default -> json.skipChildren();
            }
        }
        if (digest.isEmpty() || size < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Referrer(
                        mediaType,
                        digest.get(),
                        size,
                        Optional.ofNullable(artifactType).filter(type -> !type.isEmpty()),
                        annotations));
    }

    private static Map<String, String> annotations(JsonParser json, JsonToken value) {
        Map<String, String> annotations = new HashMap<>();
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return annotations;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            String text = text(json, json.nextToken());
            if (text != null && annotations.size() < MOST_ANNOTATIONS) {
                annotations.put(name, text);
            }
        }
        return annotations;
    }

    private static @Nullable String text(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return null;
    }
}
