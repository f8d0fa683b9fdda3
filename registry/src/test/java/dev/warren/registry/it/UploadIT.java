package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static dev.warren.registry.it.Client.field;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.Reservation;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.Uploads;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.store.IncomingBlobs;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

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
    void memoryThatIsInUseIsSaidAsTooManyRequests() throws Exception {
        Client ida = Client.of(registry, registry.person("ida", 87));
        byte[] layer = {8, 7};
        ida.push("ida/a", layer);
        assertThat(ida.manifest("ida/a", "v1", layer).statusCode()).isEqualTo(201);
        List<Reservation> all = new ArrayList<>();
        for (long bytes = registry.budget().limit(); bytes > 0; bytes /= 2) {
            registry.budget().tryReserve(bytes).ifPresent(all::add);
        }
        HttpResponse<byte[]> pull = ida.get("/v2/ida/a/manifests/v1");
        HttpResponse<byte[]> push = ida.manifest("ida/a", "v2", layer);
        all.forEach(Reservation::close);

        for (HttpResponse<byte[]> refused : List.of(pull, push)) {
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(code(refused)).isEqualTo("TOOMANYREQUESTS");
            assertThat(field(refused, "Retry-After")).isNotEmpty();
        }
        assertThat(ida.get("/v2/ida/a/manifests/v1").statusCode()).isEqualTo(200);
    }

    @Test
    void whatNobodyGoesOnWithGoesWithItsBytes() throws Exception {
        Client hal = Client.of(registry, registry.person("hal", 86));
        String idle = hal.upload("hal/a");
        String busy = hal.upload("hal/a");
        hal.send("PATCH", idle, new byte[1000]);
        hal.send("PATCH", busy, new byte[1000]);
        UUID id = UUID.fromString(idle.substring(idle.lastIndexOf('/') + 1));
        registry.bean(JdbcClient.class)
                .sql(
                        "update registry.upload set touched_at = now() - interval '3 hours'"
                                + " where id = ?")
                .param(id)
                .update();

        registry.bean(Uploads.class).tidy(Duration.ofHours(2));

        assertThat(hal.get(idle).statusCode()).isEqualTo(404);
        assertThat(registry.bean(IncomingBlobs.class).begun(id)).isEmpty();
        assertThat(hal.get(busy).statusCode()).isEqualTo(204);
        assertThat(hal.delete(busy).statusCode()).isEqualTo(204);
    }

    @Test
    void whatCannotBeNotedIsSentAgainFromWhereTheRegistrySays() throws Exception {
        Client fay = Client.of(registry, registry.person("fay", 84));
        String location = fay.upload("fay/a");
        JdbcClient jdbc = registry.bean(JdbcClient.class);
        jdbc.sql(
                        """
                        create function registry.away() returns trigger language plpgsql as
                            $$ begin raise exception 'away'; end $$;
                        create trigger away before update on registry.upload
                            for each row execute function registry.away()
                        """)
                .update();
        HttpResponse<byte[]> refused = fay.send("PATCH", location, "lost".getBytes(UTF_8));
        jdbc.sql("drop function registry.away() cascade").update();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(code(refused)).isEqualTo("UNAVAILABLE");
        assertThat(field(refused, "Retry-After")).isNotEmpty();
        byte[] all = "found".getBytes(UTF_8);
        assertThat(fay.send("PATCH", location, all, "Content-Range", "0-4").statusCode())
                .isEqualTo(202);
        assertThat(
                        fay.send("PUT", location + "?digest=" + Digest.of(all), new byte[0])
                                .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aDatabaseThatIsStartedAgainLeavesNothingHalfDone() throws Exception {
        Person person = registry.person("gus", 85);
        Client gus = Client.of(registry, person);
        byte[] layer = {8, 5};
        gus.push("gus/a", layer);
        gus.manifest("gus/a", "v1", layer);
        String location = gus.upload("gus/a");
        byte[] half = new byte[100_000];
        Arrays.fill(half, (byte) 'x');
        String text = new String(half, UTF_8);

        try (Raw slow = Raw.open(registry)) {
            slow.send(
                    """
                    PATCH %s HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Connection: close
                    Content-Length: 200000

                    """
                                    .formatted(location, Client.basic(person))
                            + text);
            PostgresRestart.of(registry)
                    .run(() -> {
                        HttpResponse<byte[]> pull = gus.get("/v2/gus/a/manifests/v1");
                        assertThat(pull.statusCode()).isIn(200, 503);
                        if (pull.statusCode() == 503) {
                            assertThat(code(pull)).isEqualTo("UNAVAILABLE");
                            assertThat(field(pull, "Retry-After")).isNotEmpty();
                        }
                    });
            slow.sendBytes(half);
            assertThat(Raw.status(slow.rest())).isIn(202, 503);
        }

        int have = 1 + Integer.parseInt(field(gus.get(location), "Range").substring(2));
        byte[] all = new byte[200_000];
        Arrays.fill(all, (byte) 'x');
        if (have < all.length) {
            byte[] rest = Arrays.copyOfRange(all, have == 1 ? 0 : have, all.length);
            assertThat(gus.send("PATCH", location, rest).statusCode()).isEqualTo(202);
        }
        assertThat(
                        gus.send("PUT", location + "?digest=" + Digest.of(all), new byte[0])
                                .statusCode())
                .isEqualTo(201);
        assertThat(gus.get("/v2/gus/a/blobs/" + Digest.of(all)).body()).isEqualTo(all);
        assertThat(gus.get("/v2/gus/a/manifests/v1").body()).isEqualTo(Client.manifest(layer));
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

            UUID id = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
            IncomingBlobs files = registry.bean(IncomingBlobs.class);
            await().untilAsserted(() -> assertThat(files.begun(id)).contains(5L));
            assertThat(sue.send("PATCH", location, "x".getBytes(UTF_8)).statusCode())
                    .isEqualTo(409);
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
