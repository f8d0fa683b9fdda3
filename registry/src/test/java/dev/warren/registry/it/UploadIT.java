package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static dev.warren.registry.it.Client.field;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.RepositoryName;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What uploads may take, and who may send to one. An account may hold a megabyte. */
@ExtendWith(PullingRegistry.class)
class UploadIT {

    private final RunningRegistry registry = PullingRegistry.registry();

    @Test
    void unfinishedUploadsManifestsAndMountsCountAsWell() throws Exception {
        Client erin = Client.of(registry, registry.person("erin", 81));
        byte[] half = new byte[600_000];
        String first = erin.upload("erin/a");
        assertThat(erin.send("PATCH", first, half).statusCode()).isEqualTo(202);

        String second = erin.upload("erin/a");
        assertThat(erin.send("PATCH", second, half).statusCode()).as("two halves").isEqualTo(413);
        assertThat(erin.delete(second).statusCode()).isEqualTo(204);
        byte[] large = new byte[600_000];
        System.arraycopy(Client.manifest(half), 0, large, 0, Client.manifest(half).length);
        Arrays.fill(large, Client.manifest(half).length, large.length, (byte) ' ');
        HttpResponse<byte[]> manifest =
                erin.send(
                        "PUT",
                        "/v2/erin/a/manifests/v1",
                        large,
                        "Content-Type",
                        Manifest.OCI_MANIFEST);
        assertThat(manifest.statusCode()).as("a large manifest").isEqualTo(413);
        assertThat(code(manifest)).isEqualTo("DENIED");

        byte[] others = new byte[500_000];
        others[0] = 1;
        Client sam = Client.of(registry, registry.person("sam", 82));
        assertThat(sam.push("sam/shared", others).statusCode()).isEqualTo(201);
        Hosted hosted = registry.bean(Hosted.class);
        hosted.open(hosted.find(new RepositoryName("sam/shared")).orElseThrow(), true);
        String mount = "/v2/erin/a/blobs/uploads/?from=sam/shared&mount=" + Digest.of(others);
        HttpResponse<byte[]> refused = erin.post(mount);
        assertThat(refused.statusCode()).as("others' layers count too").isEqualTo(202);
        assertThat(erin.delete(field(refused, "Location")).statusCode()).isEqualTo(204);

        assertThat(erin.delete(first).statusCode()).isEqualTo(204);
        assertThat(erin.post(mount).statusCode()).as("now there is room").isEqualTo(201);
    }

    @Test
    void oneRequestAtATimeSendsToAnUpload() throws Exception {
        Person person = registry.person("sue", 83);
        Client sue = Client.of(registry, person);
        String location = sue.upload("sue/slow");
        try (Raw slow = Raw.open(registry)) {
            slow.send(
                    """
                    PATCH %s HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Content-Length: 10

                    01234\
                    """
                            .formatted(location, Client.basic(person)));

            await().untilAsserted(() ->
                    assertThat(sue.send("PATCH", location, "x".getBytes(UTF_8)).statusCode())
                            .isEqualTo(409));
        }
        // whoever sent it is gone: what came stays, and it is gone on with
        await().untilAsserted(() -> assertThat(field(sue.get(location), "Range")).isEqualTo("0-4"));
        byte[] all = "0123456789".getBytes(UTF_8);
        assertThat(
                        sue.send(
                                        "PUT",
                                        location + "?digest=" + Digest.of(all),
                                        "56789".getBytes(UTF_8))
                                .statusCode())
                .isEqualTo(201);
    }
}
