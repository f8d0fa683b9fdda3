package dev.warren.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFilesTest {

    private static final byte[] WORDS = "some words".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private Path root;

    @SuppressWarnings("NullAway.Init") // made before each test
    private BlobFiles files;

    @BeforeEach
    void open() throws IOException {
        files = BlobFiles.in(root);
    }

    private IncomingBlob begun(Algorithm algorithm) throws IOException {
        IncomingBlob blob = files.begin(algorithm);
        blob.append(ByteBuffer.wrap(WORDS, 0, 4));
        blob.append(ByteBuffer.wrap(WORDS, 4, WORDS.length - 4));
        return blob;
    }

    @Test
    void aBlobIsThereOnceItsBytesAreRight() throws IOException {
        Digest digest = Digest.of(WORDS);
        try (IncomingBlob blob = begun(Algorithm.SHA256)) {
            assertThat(files.find(digest)).isEmpty();
            assertThat(blob.commit(digest)).isTrue();
        }

        BlobFiles.Stored stored = files.find(digest).orElseThrow();
        assertThat(stored.size()).isEqualTo(WORDS.length);
        assertThat(Files.readAllBytes(stored.path())).isEqualTo(WORDS);
        assertThat(blobs()).containsExactly(digest);
        assertThat(files.delete(digest)).isTrue();
        assertThat(files.find(digest)).isEmpty();
    }

    @Test
    void wrongBytesNeverBecomeABlob() throws IOException {
        Digest other = Digest.of(new byte[] {1});
        try (IncomingBlob blob = begun(Algorithm.SHA256)) {
            assertThat(blob.commit(other)).isFalse();
            blob.discard();
        }

        assertThat(blobs()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void theOtherAlgorithmIsHashedAfterwards() throws IOException {
        Digest digest = Digest.of(Algorithm.SHA512, WORDS);
        try (IncomingBlob blob = begun(Algorithm.SHA256)) {
            assertThat(blob.commit(digest)).isTrue();
        }

        assertThat(files.find(digest)).isPresent();
    }

    @Test
    void whatWasBegunIsGoneOnWithAfterTheGoodBytes() throws IOException {
        UUID name = UUID.randomUUID();
        try (IncomingBlob blob = files.resume(name, Algorithm.SHA256, 0)) {
            blob.append(ByteBuffer.wrap("some torn".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(names()).containsExactly(name);

        try (IncomingBlob blob = files.resume(name, Algorithm.SHA256, 5)) {
            assertThat(blob.size()).isEqualTo(5);
            blob.append(ByteBuffer.wrap(WORDS, 5, WORDS.length - 5));
            assertThat(blob.commit(Digest.of(WORDS))).isTrue();
        }
        assertThat(names()).isEmpty();
    }

    private List<Digest> blobs() throws IOException {
        List<Digest> found = new ArrayList<>();
        files.each(found::add);
        return found;
    }

    private List<UUID> names() throws IOException {
        List<UUID> found = new ArrayList<>();
        files.eachIncoming(found::add);
        return found;
    }
}
