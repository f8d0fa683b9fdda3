package dev.warren.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Digest.Algorithm;
import dev.warren.registry.store.BlobStore.Found;
import dev.warren.registry.store.BlobStore.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store keeps to. */
public abstract class BlobStoreContract {

    private static final byte[] WORDS = "some words".getBytes(StandardCharsets.UTF_8);
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private BlobStore store;

    @SuppressWarnings("NullAway.Init") // made before each test
    private IncomingBlobs incoming;

    /** An empty store, with its files of this machine below {@code folder}. */
    protected abstract BlobStore open(Path folder) throws IOException;

    /** Changes a byte of what is stored. */
    protected abstract void damage(Path folder, Digest digest) throws IOException;

    /** A size of which a blob is not stored in one piece. */
    protected abstract int manyPieces();

    @BeforeEach
    void open() throws IOException {
        store = open(folder);
        incoming = IncomingBlobs.in(folder, store);
    }

    private IncomingBlob begun(byte[] bytes) throws IOException {
        IncomingBlob blob = incoming.begin(Algorithm.SHA256);
        int piece = 128 * 1024;
        for (int at = 0; at < bytes.length; at += piece) {
            blob.append(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
        return blob;
    }

    private Digest stored(byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        try (IncomingBlob blob = begun(bytes)) {
            blob.bring();
            assertThat(blob.commit(digest)).isTrue();
        }
        return digest;
    }

    private byte[] read(Digest digest) throws IOException {
        try (InputStream bytes = store.open(digest)) {
            return bytes.readAllBytes();
        }
    }

    @Test
    void aBlobIsThereOnceItsBytesAreRight() throws IOException {
        Digest digest = Digest.of(WORDS);
        try (IncomingBlob blob = begun(WORDS)) {
            blob.bring();
            assertThat(store.find(digest)).isEmpty();
            assertThat(store.identity(digest)).isEmpty();
            assertThat(blob.commit(digest)).isTrue();
        }

        Stored found = store.find(digest).orElseThrow();
        assertThat(found.size()).isEqualTo(WORDS.length);
        assertThat(found).isInstanceOf(Stored.Here.class);
        assertThat(Files.readAllBytes(((Stored.Here) found).path())).isEqualTo(WORDS);
        assertThat(store.identity(digest).orElseThrow().size()).isEqualTo(WORDS.length);
        assertThat(read(digest)).isEqualTo(WORDS);
        assertThat(blobs()).containsExactly(digest);
        assertThat(names()).isEmpty();
    }

    @Test
    void largeAndEmptyBlobsAreStoredToo() throws IOException {
        byte[] large = new byte[manyPieces()];
        new Random(1).nextBytes(large);

        assertThat(read(stored(large))).isEqualTo(large);
        assertThat(read(stored(new byte[0]))).isEmpty();
    }

    @Test
    void aBlobIsGoneWhenItIsDeleted() throws IOException {
        Digest digest = stored(WORDS);

        store.delete(digest);
        store.delete(digest);

        assertThat(store.find(digest)).isEmpty();
        assertThat(store.identity(digest)).isEmpty();
        assertThat(blobs()).isEmpty();
        assertThatThrownBy(() -> read(digest)).isInstanceOf(NoSuchFileException.class);
        assertThat(read(stored(WORDS))).as("brought again").isEqualTo(WORDS);
    }

    @Test
    void aBlobThatIsBroughtAgainIsAnotherOne() throws IOException {
        Digest digest = stored(WORDS);
        Identity first = store.identity(digest).orElseThrow();
        stored(WORDS);

        assertThat(store.identity(digest).orElseThrow()).isNotEqualTo(first);
        assertThat(blobs()).containsExactly(digest);
    }

    @Test
    void wrongBytesNeverBecomeABlob() throws IOException {
        Digest other = Digest.of(new byte[] {1});
        try (IncomingBlob blob = begun(WORDS)) {
            blob.bring();
            assertThat(blob.commit(other)).isFalse();
            blob.discard();
        }

        assertThat(blobs()).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    void theOtherAlgorithmIsHashedAfterwards() throws IOException {
        Digest digest = Digest.of(Algorithm.SHA512, WORDS);
        try (IncomingBlob blob = begun(WORDS)) {
            blob.bring();
            assertThat(blob.commit(digest)).isTrue();
        }

        assertThat(store.find(digest)).isPresent();
    }

    @Test
    void whatWasBegunIsGoneOnWithAfterTheGoodBytes() throws IOException {
        UUID name = UUID.randomUUID();
        try (IncomingBlob blob = incoming.resume(name, Algorithm.SHA256, 0)) {
            blob.append(ByteBuffer.wrap("some torn".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(names()).containsExactly(name);

        try (IncomingBlob blob = incoming.resume(name, Algorithm.SHA256, 5)) {
            assertThat(blob.size()).isEqualTo(5);
            blob.append(ByteBuffer.wrap(WORDS, 5, WORDS.length - 5));
            blob.bring();
            assertThat(blob.commit(Digest.of(WORDS))).isTrue();
        }
        assertThat(names()).isEmpty();
        assertThat(read(Digest.of(WORDS))).isEqualTo(WORDS);
    }

    @Test
    void wrongBytesGoAsideAndInTimeForGood() throws IOException {
        Digest digest = stored(WORDS);
        damage(folder, digest);
        assertThat(read(digest)).isNotEqualTo(WORDS);

        store.quarantine(digest, Instant.now());

        assertThat(store.find(digest)).isEmpty();
        assertThat(blobs()).isEmpty();
        store.removeQuarantined(LATER);
        assertThat(read(stored(WORDS))).isEqualTo(WORDS);
    }

    private List<Digest> blobs() throws IOException {
        List<Found> found = new ArrayList<>();
        store.each(found::add);
        assertThat(found).allMatch(blob -> blob.written().isBefore(LATER));
        return found.stream().map(Found::digest).toList();
    }

    private List<UUID> names() throws IOException {
        List<UUID> found = new ArrayList<>();
        incoming.each(found::add);
        return found;
    }
}
