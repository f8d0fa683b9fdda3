package dev.warren.registry.oci;

import dev.warren.registry.oci.Manifest.Child;
import dev.warren.registry.oci.Manifest.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads manifests token by token, so that what is held is what is wanted of them, however large
 * they are. Not thread-safe; good for one manifest.
 */
public final class ManifestReader {

    private static final int MOST_CHILDREN = 10_000;
    private static final int MOST_ANNOTATION_CHARACTERS = 64 * 1024;
    private static final int DEEPEST = 64;
    private static final Set<String> PLATFORM = Set.of("os", "architecture", "variant");

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    // the last of two equal names would win here and the first elsewhere
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final List<Child> children = new ArrayList<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private @Nullable String mediaType;
    private @Nullable String artifactType;
    private @Nullable String configType;
    private @Nullable Digest subject;
    private int schemaVersion;
    private boolean old;
    private boolean lists;
    private int annotated;

    private ManifestReader() {}

    /**
     * Reads.
     *
     * @param content all of it
     * @param pushedAs the type that the manifest came with
     * @throws ManifestException when it is none that a registry of today takes
     */
    public static Manifest read(byte[] content, String pushedAs) throws ManifestException {
        ManifestReader reader = new ManifestReader();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), content)) {
            reader.object(json);
            if (json.nextToken() != null) {
                throw new ManifestException("the manifest is followed by something else");
            }
        } catch (JacksonException malformed) {
            throw new ManifestException(
                    "the manifest is not good JSON: " + malformed.getOriginalMessage());
        }
        return reader.result(pushedAs);
    }

    private Manifest result(String pushedAs) throws ManifestException {
        if (schemaVersion == 1 || old || pushedAs.contains("distribution.manifest.v1")) {
            throw new ManifestException(
                    "schema 1 manifests are not taken (expected: an OCI manifest, or Docker's schema 2)");
        }
        if (schemaVersion != 2) {
            throw new ManifestException("schemaVersion: %d (expected: 2)".formatted(schemaVersion));
        }
        if (mediaType != null && !mediaType.equals(pushedAs)) {
            throw new ManifestException(
                    "mediaType: %s (expected: %s, as the Content-Type says)"
                            .formatted(mediaType, pushedAs));
        }
        boolean tooMany = annotated > MOST_ANNOTATION_CHARACTERS;
        if (tooMany && subject != null) {
            throw new ManifestException(
                    "the annotations have more than %d characters, which lists of what is about a manifest cannot hold"
                            .formatted(MOST_ANNOTATION_CHARACTERS));
        }
        String type = artifactType != null ? artifactType : lists ? null : configType;
        return new Manifest(
                pushedAs,
                children,
                Optional.ofNullable(subject),
                Optional.ofNullable(type),
                tooMany ? Map.of() : annotations);
    }

    private void object(JsonParser json) throws ManifestException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new ManifestException("the manifest is not a JSON object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "schemaVersion" -> schemaVersion = json.getValueAsInt();
                case "mediaType" -> mediaType = text(json, value, name);
                case "artifactType" -> artifactType = emptyAsNone(text(json, value, name));
                case "fsLayers" -> {
                    old = true;
                    json.skipChildren();
                }
                case "config" -> config(json, value);
                case "layers", "blobs" -> children(json, value, Kind.LAYER);
                case "manifests" -> {
                    lists = true;
                    children(json, value, Kind.MANIFEST);
                }
                case "subject" -> {
                    Descriptor about = descriptor(json, value, name);
                    subject = about == null ? null : about.digest;
                }
                case "annotations" -> annotations(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private void config(JsonParser json, JsonToken value) throws ManifestException {
        Descriptor config = descriptor(json, value, "config");
        if (config != null) {
            configType = emptyAsNone(config.mediaType);
            add(Kind.CONFIG, config);
        }
    }

    private void children(JsonParser json, JsonToken value, Kind kind) throws ManifestException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw new ManifestException("a list of descriptors is not a JSON array");
        }
        for (JsonToken next = json.nextToken();
                next != JsonToken.END_ARRAY;
                next = json.nextToken()) {
            Descriptor child = descriptor(json, next, "descriptor");
            if (child != null) {
                add(kind == Kind.LAYER && child.elsewhere ? Kind.FOREIGN : kind, child);
            }
        }
    }

    private void add(Kind kind, Descriptor child) throws ManifestException {
        if (children.size() >= MOST_CHILDREN) {
            throw new ManifestException(
                    "the manifest has more than %d parts".formatted(MOST_CHILDREN));
        }
        children.add(new Child(kind, child.digest, child.size, child.platform));
    }

    private record Descriptor(
            Digest digest,
            long size,
            @Nullable String mediaType,
            boolean elsewhere,
            Optional<Platform> platform) {}

    private static @Nullable Descriptor descriptor(JsonParser json, JsonToken value, String what)
            throws ManifestException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.START_OBJECT) {
            throw new ManifestException(what + " is not a JSON object");
        }
        String digest = "";
        String type = null;
        long size = -1;
        boolean elsewhere = false;
        Optional<Platform> platform = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "digest" -> digest = text(json, token, name);
                case "mediaType" -> type = text(json, token, name);
                case "size" -> size = json.getValueAsLong(-1);
                case "platform" -> platform = platform(json, token);
                case "urls" -> {
                    elsewhere = token == JsonToken.START_ARRAY;
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }
        if (size < 0) {
            throw new ManifestException("size of %s (expected: 0 or more)".formatted(what));
        }
        String spelt = digest;
        Digest parsed =
                Digest.parse(spelt)
                        .orElseThrow(() ->
                                new ManifestException(
                                        "digest of %s: %s (expected: sha256: or sha512: and its hash)"
                                                .formatted(what, shortened(spelt))));
        return new Descriptor(parsed, size, type, elsewhere, platform);
    }

    /** What is no platform is none: nothing but warming looks at it. */
    private static Optional<Platform> platform(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return Optional.empty();
        }
        Map<String, String> words = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            boolean known = PLATFORM.contains(name);
            if (json.nextToken() == JsonToken.VALUE_STRING && known) {
                words.put(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        String variant = words.getOrDefault("variant", "");
        return Platform.parse(
                "%s/%s%s"
                        .formatted(
                                words.getOrDefault("os", ""),
                                words.getOrDefault("architecture", ""),
                                variant.isEmpty() ? "" : "/" + variant));
    }

    private void annotations(JsonParser json, JsonToken value) throws ManifestException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw new ManifestException("annotations is not a JSON object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            String text = text(json, json.nextToken(), "annotation");
            annotated += name.length() + text.length();
            if (annotated <= MOST_ANNOTATION_CHARACTERS) {
                annotations.put(name, text);
            }
        }
    }

    private static String text(JsonParser json, JsonToken token, String name)
            throws ManifestException {
        if (token != JsonToken.VALUE_STRING) {
            throw new ManifestException(name + " is not a JSON string");
        }
        return json.getString();
    }

    private static @Nullable String emptyAsNone(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
