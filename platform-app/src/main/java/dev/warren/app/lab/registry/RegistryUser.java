package dev.warren.app.lab.registry;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who pushes to and pulls from a registry. Each call has a connection of its own.
 * Thread-safe.
 *
 * @param entrance the registry's
 * @param basic a name and a password with a colon between; empty for nobody
 */
public record RegistryUser(Entrance entrance, Optional<String> basic) {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    public static RegistryUser nobody(Entrance entrance) {
        return new RegistryUser(entrance, Optional.empty());
    }

    /** Connects. */
    public Wire open() throws IOException {
        return new Wire(entrance, LIMIT);
    }

    /** Header fields that say who asks, and the given ones. */
    public List<String> fields(String... more) {
        List<String> fields = new ArrayList<>(List.of(more));
        basic.ifPresent(words ->
                fields.add(
                        "Authorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(words.getBytes(StandardCharsets.UTF_8))));
        return fields;
    }

    /** A bearer token for pulling from a repository. */
    public String token(String repository) {
        String path = "/token?service=registry&scope=repository:" + repository + ":pull";
        try (Wire wire = open()) {
            Wire.Head head = wire.call("GET", path, fields());
            byte[] body = wire.body(head);
            expect(OK, head, path);
            return JsonMapper.shared().readTree(body).path("token").asString();
        } catch (IOException e) {
            throw new LabException("registry: no token: " + e, e);
        }
    }

    /** Pushes a blob as Docker does: POST, PATCH, PUT. */
    public void push(String repository, Content content) throws IOException {
        try (Wire wire = open()) {
            Wire.Head begun =
                    wire.call(
                            "POST",
                            "/v2/" + repository + "/blobs/uploads/",
                            fields("Content-Length: 0"));
            wire.skip(begun);
            expect(ACCEPTED, begun, repository);
            wire.send(
                    "PATCH",
                    location(begun),
                    fields(
                            "Content-Type: application/octet-stream",
                            "Content-Length: " + content.size()));
            wire.write(content);
            Wire.Head sent = wire.head();
            wire.skip(sent);
            expect(ACCEPTED, sent, repository);
            String place = location(sent);
            Wire.Head put =
                    wire.call(
                            "PUT",
                            place
                                    + (place.contains("?") ? "&" : "?")
                                    + "digest="
                                    + content.digest(),
                            fields("Content-Length: 0"));
            wire.skip(put);
            expect(CREATED, put, repository);
        }
    }

    private static String location(Wire.Head head) {
        return head.field("location").orElse("").replaceFirst("^https?://[^/]+", "");
    }

    /** Pushes a manifest under a tag. */
    public void tag(String repository, String tag, Image image) throws IOException {
        try (Wire wire = open()) {
            wire.send(
                    "PUT",
                    "/v2/" + repository + "/manifests/" + tag,
                    fields(
                            "Content-Type: " + Image.TYPE,
                            "Content-Length: " + image.manifest().length));
            wire.write(image.manifest());
            Wire.Head head = wire.head();
            wire.skip(head);
            expect(CREATED, head, repository + ":" + tag);
        }
    }

    /** Pushes an image, blobs first. */
    public void push(String repository, String tag, Image image) throws IOException {
        for (Content blob : image.blobs()) {
            push(repository, blob);
        }
        tag(repository, tag, image);
    }

    /**
     * Pulls a blob and hashes it.
     *
     * @throws WrongBytesException when all of it comes, and it is not what its digest says
     * @throws IOException when not all of it comes
     */
    public void pull(String repository, String digest) throws IOException {
        get("/v2/" + repository + "/blobs/" + digest, digest);
    }

    /** Pulls an image by tag, all of it, each part compared with its digest. */
    public void pull(String repository, String tag, Image image) throws IOException {
        get("/v2/" + repository + "/manifests/" + tag, image.digest());
        for (Content blob : image.blobs()) {
            pull(repository, blob.digest());
        }
    }

    private void get(String path, String digest) throws IOException {
        try (Wire wire = open()) {
            Wire.Head head = wire.call("GET", path, fields("Accept: " + Image.TYPE));
            expect(OK, head, path);
            String came = wire.hash(head);
            if (!came.equals(digest)) {
                throw new WrongBytesException("%s: came as %s".formatted(path, came));
            }
        }
    }

    private static void expect(int status, Wire.Head head, String what) throws IOException {
        if (head.status() != status) {
            throw new IOException(
                    "%s: status %d (expected: %d)".formatted(what, head.status(), status));
        }
    }
}
