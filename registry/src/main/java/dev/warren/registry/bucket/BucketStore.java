package dev.warren.registry.bucket;

import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.Destination;
import dev.warren.registry.store.Distant;
import dev.warren.registry.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Blobs as objects of a bucket, with copies on this machine of what was lately written or read. The
 * database knows which object is which blob, and how large it is: nothing is asked of the bucket to
 * find a blob, and nothing in a transaction.
 */
final class BucketStore implements BlobStore {

    private static final int PAGE = 500;

    private final Sender sender;
    private final ObjectRows rows;
    private final LocalCopies copies;
    private final Manners manners;

    /**
     * How blobs are read.
     *
     * @param redirect whether clients are given addresses
     * @param grace how long who reads an object may go on when it is not needed any more
     */
    record Manners(boolean redirect, Duration grace) {}

    BucketStore(Sender sender, LocalCopies copies, Manners manners) {
        this.sender = sender;
        this.rows = sender.rows();
        this.copies = copies;
        this.manners = manners;
    }

    @Override
    public Optional<Stored> find(Digest digest) throws IOException {
        Optional<Stored> here = copies.find(digest);
        return here.isPresent()
                ? here
                : rows.find(digest)
                        .map(object -> new Stored.Away(new Place(object), object.size()));
    }

    /** One object. */
    private final class Place implements Distant {

        private final ObjectRows.Row object;

        Place(ObjectRows.Row object) {
            this.object = object;
        }

        @Override
        public InputStream open(long from) throws IOException {
            return sender.bucket().open(object.key(), from);
        }

        @Override
        public Destination copy() {
            return copies.files().destination();
        }

        @Override
        public Optional<URI> link() throws IOException {
            return manners.redirect
                    ? Optional.of(sender.bucket().link(object.key()))
                    : Optional.empty();
        }

        @Override
        public void suspect() {
            rows.suspect(object.digest());
        }
    }

    @Override
    public Optional<Identity> identity(Digest digest) throws IOException {
        Optional<ObjectRows.Row> object = rows.find(digest);
        if (object.isEmpty()) {
            // not sent yet
            return copies.files().identity(digest);
        }
        String key = object.get().key();
        return sender.bucket()
                .find(key)
                .map(entry -> new Identity(key, entry.written(), entry.size()));
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        Optional<ObjectRows.Row> object = rows.find(digest);
        return object.isPresent()
                ? sender.bucket().open(object.get().key(), 0)
                : copies.files().open(digest);
    }

    @Override
    public Destination destination() {
        return new Sending(sender, copies.files(), manners.grace);
    }

    @Override
    public boolean repair(Digest digest) throws IOException {
        return copies.isRight(digest) && send(digest);
    }

    /** Sends a blob to the bucket that is on this machine; false when it is not wanted any more. */
    boolean send(Digest digest) throws IOException {
        if (!(copies.find(digest).orElse(null) instanceof Stored.Here here)) {
            return false;
        }
        try (Sending sending = new Sending(sender, copies.files(), manners.grace)) {
            sending.bring(here.path(), here.size());
            return sending.publish(digest);
        }
    }

    @Override
    public void quarantine(Digest digest, Instant now) throws IOException {
        copies.files().delete(digest);
        rows.quarantine(digest, now);
    }

    @Override
    public void removeQuarantined(Instant before) throws IOException {
        copies.files().removeQuarantined(before);
        rows.dropQuarantined(before);
    }

    @Override
    public void delete(Digest digest) throws IOException {
        copies.files().delete(digest);
        rows.drop(digest, sender.now().plus(manners.grace));
    }

    @Override
    public void each(Consumer<Found> action) throws IOException {
        copies.files().each(action);
        String last = "";
        List<ObjectRows.Row> page;
        do {
            page = rows.page(last, PAGE);
            for (ObjectRows.Row object : page) {
                last = object.digest().toString();
                if (copies.files().find(object.digest()).isEmpty()) {
                    action.accept(new Found(object.digest(), object.since()));
                }
            }
        } while (page.size() == PAGE);
    }

    @Override
    public long free() throws IOException {
        return copies.files().free();
    }

    @Override
    public long release(long bytes) throws IOException {
        return copies.release(bytes);
    }

    @Override
    public boolean isOnDisk() {
        return false;
    }
}
