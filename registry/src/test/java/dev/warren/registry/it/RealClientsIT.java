package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.testing.FaultyUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real image through this registry, by clients that people use; those that are not installed are
 * left out.
 */
@ExtendWith(PullingRegistry.class)
class RealClientsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "real/app";

    private final RunningRegistry registry = PullingRegistry.registry();
    private final FaultyUpstream server = PullingRegistry.server();
    private final String here = "localhost:" + registry.port();

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Path image;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Digest digest;

    @BeforeEach
    void serve() throws IOException {
        byte[] content = new byte[200_000];
        new Random(11).nextBytes(content);
        image = new Skopeo(folder).image("image", Tar.of("content", content));
        String manifest = "";
        for (String name : Skopeo.blobs(image).keySet()) {
            byte[] blob = Files.readAllBytes(image.resolve("blobs/sha256").resolve(name));
            server.blob(NAME, blob);
            String text = new String(blob, UTF_8);
            manifest = text.contains("\"layers\":[{") ? text : manifest;
        }
        digest = server.manifest(NAME, "new1", Manifest.OCI_MANIFEST, manifest);
    }

    @Test
    void skopeoPullsThroughToTheByte() throws Exception {
        String said =
                new Skopeo(folder)
                        .copy(
                                "docker://" + here + "/test/" + NAME + ":new1",
                                "oci:" + folder.resolve("pulled") + ":v1",
                                "--src-tls-verify=false");

        assertThat(said).isEmpty();
        assertThat(Skopeo.blobs(folder.resolve("pulled"))).isEqualTo(Skopeo.blobs(image));
    }

    @Test
    void podmanPullsByPathAndFromAMirror() throws Exception {
        Program programs = new Program(folder, "podman");
        Path mirrors =
                Files.writeString(
                        folder.resolve("registries.conf"),
                        """
                        [[registry]]
                        location = "quay.example"
                        [[registry.mirror]]
                        location = "%s/test"
                        insecure = true
                        """
                                .formatted(here));
        Map<String, String> environment = Map.of("CONTAINERS_REGISTRIES_CONF", mirrors.toString());

        for (String name : List.of(here + "/test/" + NAME, "quay.example/" + NAME)) {
            programs.run(
                    environment,
                    podman(
                            "pull",
                            "--quiet",
                            "--tls-verify=false",
                            "--signature-policy=" + folder.resolve("policy.json"),
                            name + ":new1"));
            assertThat(
                            programs.run(
                                    environment,
                                    podman(
                                            "image",
                                            "inspect",
                                            "--format={{.Digest}}",
                                            name + ":new1")))
                    .as(name)
                    .contains(digest.toString());
        }
    }

    private List<String> podman(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "podman",
                                "--root=" + folder.resolve("podman"),
                                "--runroot=" + folder.resolve("podman-run"),
                                "--storage-driver=vfs",
                                "--cgroup-manager=cgroupfs"));
        command.addAll(List.of(words));
        return command;
    }

    @Test
    void containerdFetchesFromAHostThatItsFileNames() throws Exception {
        Program programs = new Program(folder, "containerd", "ctr");
        Path hosts = Files.createDirectories(folder.resolve("certs.d/docker.io"));
        Files.writeString(
                hosts.resolve("hosts.toml"),
                """
                server = "http://127.0.0.1:1"
                [host."http://%s"]
                  capabilities = ["pull", "resolve"]
                """
                        .formatted(here));
        Path socket = folder.resolve("sock");
        Path settings =
                Files.writeString(
                        folder.resolve("containerd.toml"),
                        """
                        version = 2
                        root = "%s/root"
                        state = "%s/state"
                        disabled_plugins = ["io.containerd.grpc.v1.cri"]
                        [grpc]
                          address = "%s"
                        """
                                .formatted(folder, folder, socket));
        Process containerd =
                programs.start(
                        folder.resolve("containerd.log"),
                        Map.of(),
                        List.of("containerd", "--config=" + settings));
        try {
            await().atMost(LIMIT).until(() -> Files.exists(socket));
            String said =
                    programs.run(
                            Map.of(),
                            List.of(
                                    "ctr",
                                    "--address=" + socket,
                                    "content",
                                    "fetch",
                                    "--hosts-dir=" + hosts.getParent(),
                                    "docker.io/" + NAME + ":new1"));

            assertThat(said).contains(digest.toString());
        } finally {
            containerd.destroy();
            assertThat(containerd.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
