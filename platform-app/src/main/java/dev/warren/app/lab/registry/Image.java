package dev.warren.app.lab.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image whose layers, and configuration, are blobs of a {@link Stock}.
 *
 * @param manifest its bytes
 */
public record Image(Content config, List<Content> layers, byte[] manifest) {

    public static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    public static Image of(Content config, List<Content> layers) {
        String parts =
                layers.stream()
                        .map(layer -> part("application/vnd.oci.image.layer.v1.tar", layer))
                        .collect(Collectors.joining(","));
        String json =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(
                                TYPE,
                                part("application/vnd.oci.image.config.v1+json", config),
                                parts);
        return new Image(config, layers, json.getBytes(StandardCharsets.US_ASCII));
    }

    private static String part(String type, Content content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, content.digest(), content.size());
    }

    /** The manifest's. */
    public String digest() {
        return Stock.digest(Stock.sha256(), manifest);
    }

    /** Configuration and layers. */
    public List<Content> blobs() {
        return Stream.concat(Stream.of(config), layers.stream()).toList();
    }
}
