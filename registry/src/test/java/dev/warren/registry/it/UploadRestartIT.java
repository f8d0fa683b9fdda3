package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload outlives the process that began it. */
class UploadRestartIT {

    @Test
    void anUploadIsGoneOnWithAfterARestart(@TempDir Path data) throws Exception {
        byte[] blob = "first half, second half".getBytes(UTF_8);
        Person alice;
        String location;
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            alice = registry.person("alice", 1);
            Client client = Client.of(registry, alice);
            location = client.upload("alice/app");
            client.send("PATCH", location, "first half".getBytes(UTF_8));
        }
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            Client client = Client.of(registry, alice);

            assertThat(Client.field(client.get(location), "Range")).isEqualTo("0-9");
            client.send(
                    "PATCH", location, ", second half".getBytes(UTF_8), "Content-Range", "10-22");
            int status =
                    client.send("PUT", location + "?digest=" + Digest.of(blob), new byte[0])
                            .statusCode();

            assertThat(status).isEqualTo(201);
            assertThat(client.get("/v2/alice/app/blobs/" + Digest.of(blob)).body()).isEqualTo(blob);
        }
    }

    @Test
    void anUploadWhoseFileACrashTookIsUnknown(@TempDir Path data) throws Exception {
        Person alice;
        String location;
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            alice = registry.person("alice", 1);
            Client client = Client.of(registry, alice);
            location = client.upload("alice/app");
            client.send("PATCH", location, "all of it".getBytes(UTF_8));
        }
        Files.delete(
                data.resolve("registry/incoming")
                        .resolve(location.substring(location.lastIndexOf('/') + 1)));
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            Client client = Client.of(registry, alice);
            String digest = Digest.of("all of it".getBytes(UTF_8)).toString();

            HttpResponse<byte[]> answer =
                    client.send("PUT", location + "?digest=" + digest, new byte[0]);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(Client.code(answer)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
        }
    }
}
