package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The program skopeo, and images in folders as it reads and writes them. */
final class Skopeo {

    private static final int MOST_SECONDS = 60;

    private final Path folder;

    /** Skips the test where it is not installed, and fails it where it has to be. */
    Skopeo(Path folder) throws IOException {
        boolean there =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, "skopeo")));
        if (Boolean.getBoolean("clients.required")) {
            assertThat(there).as("skopeo is installed").isTrue();
        }
        assumeTrue(there, "skopeo is not installed");
        this.folder = folder;
        Files.writeString(
                folder.resolve("policy.json"),
                "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
    }

    /** Copies an image; gives what it printed when that fails, and nothing otherwise. */
    String copy(String from, String to, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("skopeo", "--policy", folder.resolve("policy.json").toString()));
        command.add("copy");
        command.addAll(List.of(options));
        command.addAll(List.of(from, to));
        Path log = Files.createTempFile(folder, "skopeo", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "skopeo did not end: " + Files.readString(log);
        }
        return process.exitValue() == 0 ? "" : Files.readString(log);
    }

    /** Makes an image of one layer in a folder, as {@code oci:} names it. */
    Path image(String name, byte[] content) throws IOException {
        // what is not compressed would be on its way, and be another blob
        byte[] layer = gzipped(content);
        Path image = Files.createDirectories(folder.resolve(name).resolve("blobs/sha256"));
        byte[] config =
                """
                {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}\
                """
                        .formatted(Digest.of(content))
                        .getBytes(UTF_8);
        byte[] manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}\
                """
                        .formatted(
                                Manifest.OCI_MANIFEST,
                                Digest.of(config),
                                config.length,
                                Digest.of(layer),
                                layer.length)
                        .getBytes(UTF_8);
        for (byte[] blob : List.of(layer, config, manifest)) {
            Files.write(image.resolve(Digest.of(blob).hex()), blob);
        }
        Files.writeString(
                folder.resolve(name).resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(
                folder.resolve(name).resolve("index.json"),
                """
                {"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"%s","size":%d,
                 "annotations":{"org.opencontainers.image.ref.name":"v1"}}]}\
                """
                        .formatted(Manifest.OCI_MANIFEST, Digest.of(manifest), manifest.length));
        return folder.resolve(name);
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** The digests of what is in an image's folder, by the names of the files. */
    static Map<String, String> blobs(Path image) throws IOException {
        Map<String, String> blobs = new TreeMap<>();
        try (Stream<Path> files = Files.list(image.resolve("blobs/sha256"))) {
            for (Path file : files.toList()) {
                blobs.put(
                        String.valueOf(file.getFileName()),
                        Digest.of(Files.readAllBytes(file)).hex());
            }
        }
        return blobs;
    }
}
