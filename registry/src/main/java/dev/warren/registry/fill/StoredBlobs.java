package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Blob;
import dev.warren.registry.store.Distant;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.springframework.util.unit.DataSize;

/**
 * Sends what is in the store and not on this machine: it is brought here once, however many ask,
 * and stays as a copy. Blocks; thread-safe.
 */
public final class StoredBlobs {

    private static final Duration LATER = Duration.ofSeconds(5);

    private final Fills fills;

    public StoredBlobs(Fills fills) {
        this.fills = fills;
    }

    /** The blob as it comes. */
    public Answer<Blob.Sendable> bring(Blob.Away blob) {
        Origin origin = new StoreOrigin(blob.stored());
        Order order =
                new Order(
                        origin,
                        blob.digest(),
                        OptionalLong.of(blob.size()),
                        new Copying(blob.stored().place()));
        return switch (fills.fetch(order)) {
            case Reply.Good<Fetched>(Fetched fetched) ->
                    new Answer.Found<>(
                            fetched.fill()
                                    .<Blob.Sendable>map(Blob.Growing::new)
                                    .orElseGet(() -> passing(blob, origin)));
            case Reply.Absent<Fetched>() -> new Answer.Missing<>();
            case Reply.Denied<Fetched>(String words) ->
                    new Answer.Unavailable<>(Answer.Cause.BROKEN, LATER, words);
            case Reply.Failed<Fetched>(Answer.Cause cause, var after, String words) ->
                    new Answer.Unavailable<>(cause, after, words);
        };
    }

    /** There is no room for a copy: each client has a reading of its own. */
    private static Blob.Sendable passing(Blob.Away blob, Origin origin) {
        return new Blob.Passing(blob.size(), () -> open(blob, origin));
    }

    private static InputStream open(Blob.Away blob, Origin origin) throws IOException {
        DataSize all = DataSize.ofBytes(blob.size());
        if (origin.open(blob.digest(), 0, null, all)
                instanceof Reply.Good<RemoteBlob>(RemoteBlob remote)) {
            return new VerifiedStream(remote, blob.digest(), blob.size());
        }
        throw new IOException("the store does not send the blob");
    }

    /** A copy needs no note of it: the blob is noted already. */
    private record Copying(Distant place) implements Keeper {

        @Override
        public IncomingBlob begin(IncomingBlobs blobs, Digest.Algorithm algorithm)
                throws IOException {
            return blobs.begin(algorithm, place.copy());
        }

        @Override
        public void keep(long size, Publishing publish) throws IOException {
            publish.run();
        }
    }
}
