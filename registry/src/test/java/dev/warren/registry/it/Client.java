package dev.warren.registry.it;

import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A registry's client that sends what it is told to, as one account or nobody. */
final class Client {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String OCTETS = "application/octet-stream";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Optional<String> authorization;

    private Client(int port, Optional<String> authorization) {
        this.port = port;
        this.authorization = authorization;
    }

    static Client nobody(RunningRegistry registry) {
        return new Client(registry.port(), Optional.empty());
    }

    /** With a password on every request. */
    static Client of(RunningRegistry registry, Person person) {
        return new Client(registry.port(), Optional.of(basic(person)));
    }

    static String basic(Person person) {
        String both = person.account().name() + ":" + person.token();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    Client with(String field) {
        return new Client(port, Optional.of(field));
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... fields)
            throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.ofByteArray(body), fields);
    }

    HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(LIMIT)
                        .method(method, body);
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String path, String... fields)
            throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), fields);
    }

    HttpResponse<byte[]> head(String path) throws IOException, InterruptedException {
        return send("HEAD", path, BodyPublishers.noBody());
    }

    HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    HttpResponse<byte[]> post(String path) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.noBody());
    }

    /** Pushes a blob in one request. */
    HttpResponse<byte[]> push(String repository, byte[] blob)
            throws IOException, InterruptedException {
        return send(
                "POST",
                "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(blob),
                blob,
                "Content-Type",
                OCTETS);
    }

    /** Pushes a manifest that is made of {@code layer}. */
    HttpResponse<byte[]> manifest(String repository, String reference, byte[] layer)
            throws IOException, InterruptedException {
        return send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                manifest(layer),
                "Content-Type",
                Manifest.OCI_MANIFEST);
    }

    static byte[] manifest(byte[] layer) {
        return """
        {"schemaVersion":2, "mediaType":"%s",
         "config":{"mediaType":"application/x","digest":"%s","size":%d},"layers":[]}
        """
                .formatted(Manifest.OCI_MANIFEST, Digest.of(layer), layer.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Where an upload begins; the answer's location. */
    String upload(String repository) throws IOException, InterruptedException {
        return post("/v2/" + repository + "/blobs/uploads/")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    static String code(HttpResponse<byte[]> answer) {
        JsonNode body = JsonMapper.shared().readTree(answer.body());
        return body.path("errors").path(0).path("code").asString();
    }

    static String field(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
