package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.RegistryTool;
import dev.warren.registry.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line's tool, with a registry that does not run. */
class RegistryToolIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return RegistryTool.run(
                List.of(args),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    @Test
    void findsDamageWithoutARunningWarrenAndLeavesARunningOneAlone(@TempDir Path data)
            throws Exception {
        String folder = "--warren.data-dir=" + data;
        byte[] layer = "a layer".getBytes(UTF_8);
        String hex = Digest.of(layer).hex();
        Path file = data.resolve("registry/blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
        assertThat(run("fsck", folder)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("the data directory of a Warren");
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            Client client = Client.of(registry, registry.person("alice", 1));
            client.push("alice/app", layer);
            client.manifest("alice/app", "v", layer);

            assertThat(run("fsck", folder)).isEqualTo(1);
            assertThat(err.toString(UTF_8)).contains("no other running Warren uses");
        }

        assertThat(run("fsck", folder)).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("1 blobs with 7 bytes hashed", "all is well");
        Files.writeString(file, "a lager");
        assertThat(run("fsck", folder)).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("of alice/app is wrong: its bytes hash to", "1 problems");
        assertThat(run("scrub")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("usage: ./warren registry fsck");
    }
}
