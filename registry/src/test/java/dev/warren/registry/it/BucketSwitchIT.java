package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.RegistryTool;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.testing.FaultyBucket;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A registry with files becomes one with a bucket. */
class BucketSwitchIT {

    @Test
    void blobsOfFilesMoveToTheBucketAndNothingGoesBackUnseen(@TempDir Path folder)
            throws Exception {
        Path data = folder.resolve("data");
        byte[] blob = "here before there was a bucket".getBytes(UTF_8);
        String path = "/v2/alice/app/blobs/" + Digest.of(blob);
        Person alice;
        try (RunningRegistry registry = RunningRegistry.start(data)) {
            alice = registry.person("alice", 1);
            assertThat(Client.of(registry, alice).push("alice/app", blob).statusCode())
                    .isEqualTo(201);
        }
        try (FaultyBucket bucket = FaultyBucket.start(folder.resolve("s3"))) {
            List<String> settings = new ArrayList<>(List.of(bucket.settings()));
            settings.addAll(List.of("warren.registry.upkeep.every", "100ms"));
            try (RunningRegistry registry =
                    RunningRegistry.start(data, settings.toArray(String[]::new))) {
                awaitObject(registry);
                String hex = Digest.of(blob).hex();
                Files.delete(
                        data.resolve("registry/blobs/sha256/" + hex.substring(0, 2) + "/" + hex));

                assertThat(Client.of(registry, alice).get(path).body()).isEqualTo(blob);
            }

            assertThat(fsck(data, bucket.settings())).contains("all is well");
        }

        assertThatThrownBy(() -> RunningRegistry.start(data).close())
                .rootCause()
                .hasMessageContaining("warren.registry.s3.bucket: not set");
        assertThat(fsck(data)).contains("warren.registry.s3.bucket: not set");
    }

    private static void awaitObject(RunningRegistry registry) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        registry.bean(JdbcClient.class)
                                .sql(
                                        "select exists (select 1 from registry.object where digest <> '')")
                                .query(Boolean.class)
                                .single());
    }

    private static String fsck(Path data, String... settings) {
        List<String> words = new ArrayList<>(List.of("fsck", "--warren.data-dir=" + data));
        for (int i = 0; i < settings.length; i += 2) {
            words.add("--" + settings[i] + "=" + settings[i + 1]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        RegistryTool.run(words, print, print);
        return out.toString(UTF_8);
    }
}
