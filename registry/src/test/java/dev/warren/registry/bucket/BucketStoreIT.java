package dev.warren.registry.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.it.BucketNodes;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.BlobStoreContract;
import dev.warren.registry.store.Destination;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A bucket keeps to what every store keeps to. */
@ExtendWith(BucketNodes.class)
class BucketStoreIT extends BlobStoreContract {

    private static final int PART = 5 << 20;
    private static final byte[] WORDS = "right words".getBytes(StandardCharsets.UTF_8);

    private final MemoryBudget memory = MemoryBudget.root("test", 4 << 20);
    private final ObjectRows rows = new ObjectRows(BucketNodes.jdbc(), BucketNodes.transactions());

    @Override
    protected BlobStore open(Path folder) throws IOException {
        BucketNodes.jdbc().sql("delete from registry.object").update();
        var needs =
                new BucketParts.Needs(
                        settings(),
                        rows,
                        memory,
                        new SimpleMeterRegistry(),
                        InstantSource.system());
        return BucketParts.of(folder, Duration.ofHours(1), needs).store();
    }

    private static BucketProperties settings() {
        String[] all = BucketNodes.bucket().settings();
        return new BucketProperties(
                all[1],
                URI.create(all[3]),
                null,
                "us-east-1",
                "some/prefix/",
                all[5],
                all[7],
                true,
                DataSize.ofBytes(PART),
                4,
                Duration.ofSeconds(20),
                2,
                false,
                Duration.ofMinutes(5),
                DataSize.ofGigabytes(1));
    }

    @Override
    protected void damage(Path folder, Digest digest) throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "some other");
        new Bucket(settings(), new BucketMetrics(new SimpleMeterRegistry()))
                .put(rows.find(digest).orElseThrow().key(), new FilePart(other, 0, 10));
    }

    @Override
    protected int manyPieces() {
        return 3 * PART + 1;
    }

    @AfterEach
    void givesItsMemoryBack() {
        assertThat(memory.used()).isZero();
        assertThat(memory.peak()).isPositive().isLessThanOrEqualTo(4L * Sender.BUFFER);
    }

    @Test
    void wrongBytesAreMendedFromTheCopyOfThisMachine(@TempDir Path folder) throws IOException {
        BlobStore store = open(folder);
        Digest digest = Digest.of(WORDS);
        Path file = Files.write(folder.resolve("file"), WORDS);
        try (Destination destination = store.destination()) {
            destination.bring(file, WORDS.length);
            destination.publish(file, digest);
        }
        damage(folder, digest);

        assertThat(store.repair(digest)).isTrue();

        try (InputStream bytes = store.open(digest)) {
            assertThat(bytes.readAllBytes()).isEqualTo(WORDS);
        }
        BlobFiles.in(folder).delete(digest);
        damage(folder, digest);
        assertThat(store.repair(digest)).as("without a copy").isFalse();
    }

    @Test
    void whatIsGivenUpIsNoBlobAndMayBeRemoved(@TempDir Path folder) throws IOException {
        BlobStore store = open(folder);
        Path file = Files.write(folder.resolve("file"), WORDS);
        try (Destination destination = store.destination()) {
            destination.bring(file, WORDS.length);
        }

        Instant soon = Instant.now().plus(Duration.ofMinutes(2));
        assertThat(rows.due(soon, 10)).hasSize(1);
        assertThat(rows.isAny()).isFalse();
    }
}
