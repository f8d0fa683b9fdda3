package dev.warren.registry.bucket;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.BlobStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** All that a bucket takes, put together. The door of this package. */
public final class BucketParts implements AutoCloseable {

    /** So long an object stays that somebody may still be reading. */
    private static final Duration READING = Duration.ofMinutes(10);

    private final BucketStore store;
    private final Bucket bucket;
    private final BucketUpkeep upkeep;
    private final UUID node;

    private BucketParts(BucketStore store, Bucket bucket, BucketUpkeep upkeep, UUID node) {
        this.store = store;
        this.bucket = bucket;
        this.upkeep = upkeep;
        this.node = node;
    }

    /** What parts are made with. */
    public record Needs(
            BucketProperties settings,
            ObjectRows rows,
            MemoryBudget memory,
            MeterRegistry meters,
            InstantSource clock) {}

    /**
     * Puts them together, and asks the bucket nothing.
     *
     * @param folder where copies on this machine are
     * @param silent after how long a machine without a sign of life is taken for dead
     */
    public static BucketParts of(Path folder, Duration silent, Needs needs) throws IOException {
        BucketProperties settings = needs.settings;
        BlobFiles files = BlobFiles.in(folder);
        UUID node = node(folder);
        BucketMetrics metrics = new BucketMetrics(needs.meters);
        Bucket bucket = new Bucket(settings, metrics);
        Sender sender =
                new Sender(
                        bucket,
                        needs.rows,
                        new Sender.Means(
                                node,
                                settings.partSize().toBytes(),
                                settings.atOnce(),
                                needs.memory,
                                needs.clock));
        LocalCopies copies = new LocalCopies(files, needs.rows, metrics, needs.clock);
        BucketStore store =
                new BucketStore(
                        sender,
                        copies,
                        new BucketStore.Manners(
                                settings.redirect(), READING.plus(settings.redirectFor())));
        return new BucketParts(
                store,
                bucket,
                new BucketUpkeep(
                        store,
                        sender,
                        copies,
                        new BucketUpkeep.Plan(silent, settings.localSize().toBytes())),
                node);
    }

    /** This machine's name, which it keeps in its folder. */
    private static UUID node(Path folder) throws IOException {
        Path file = folder.resolve("node");
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (NoSuchFileException first) {
            UUID name = UUID.randomUUID();
            Files.write(file, name.toString().getBytes(StandardCharsets.US_ASCII));
            return name;
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + " is not a name of a machine; remove it", broken);
        }
    }

    /** The store. */
    public BlobStore store() {
        return store;
    }

    /** Gives up what the last run of this machine left unfinished. To be called at start. */
    public void begin() {
        upkeep.begin(node);
    }

    /** Says that this machine lives; to be called more often than others get impatient. */
    public void alive() {
        upkeep.alive();
    }

    /** Looks after the bucket. Blocks. */
    public void upkeep() {
        upkeep.run();
    }

    @Override
    public void close() {
        bucket.close();
    }
}
