package dev.warren.registry.mirror;

import dev.warren.registry.fill.Fetched;
import dev.warren.registry.fill.Fill;
import dev.warren.registry.fill.Order;
import dev.warren.registry.fill.UpstreamOrigin;
import dev.warren.registry.fill.VerifiedStream;
import dev.warren.registry.mirror.MirrorMetrics.Result;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Blob;
import dev.warren.registry.store.Stored;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Reply;
import dev.warren.registry.upstream.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Blobs of one upstream repository. That a blob's bytes are here because of another repository is
 * no reason to give them out: this one's upstream has to have it too. Blocks; thread-safe.
 */
final class MirrorBlobs {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorBlobs.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final RemoteRepository remote;
    private final UpstreamOrigin origin;
    private final Kept kept;
    private final String caller;
    private final Shared shared;

    /** What all repositories share. */
    record Shared(
            Mirrors.Store store, Refusals refusals, Allowances allowances, MirrorMetrics metrics) {}

    MirrorBlobs(
            Upstream upstream, RemoteRepository remote, Kept kept, String caller, Shared shared) {
        this.upstream = upstream;
        this.remote = remote;
        this.origin = new UpstreamOrigin(upstream, remote);
        this.kept = kept;
        this.caller = caller;
        this.shared = shared;
    }

    Answer<Blob> find(Digest digest) {
        Key key = Key.of(Key.Kind.BLOB, remote, digest);
        // before the file is looked for, which then stays for a while
        shared.store.used().accept(digest);
        Optional<Answer<Blob>> joined = joined(key, digest);
        if (joined.isPresent()) {
            shared.metrics.count(key, Result.MISS);
            return joined.get();
        }
        boolean held = kept.blob(digest).isPresent();
        Optional<Stored> file = file(digest);
        boolean coming = shared.store.fills().via(digest).isPresent();
        if (!held && !coming && file.isPresent()) {
            // a fetch that ended this moment has noted it since it was looked for
            held = kept.blob(digest).isPresent();
        }
        if (held && file.isPresent()) {
            shared.metrics.count(key, Result.HIT);
            return new Answer.Found<>(Blob.of(digest, file.get()));
        }
        Optional<Answer<Blob>> refused = held ? Optional.empty() : shared.refusals.find(key);
        if (refused.isPresent()) {
            shared.metrics.count(key, Result.NEGATIVE);
            return refused.get();
        }
        Answer<Blob> answer =
                file.isPresent() && !coming
                        ? adopted(key, digest, file.get())
                        : allowed(key, digest, held, coming);
        shared.metrics.count(
                key, answer instanceof Answer.Unavailable ? Result.FAILED : Result.MISS);
        return answer;
    }

    /** A crowd that asks by the repository that it comes from has nothing to look up. */
    private Optional<Answer<Blob>> joined(Key key, Digest digest) {
        return shared.store
                .fills()
                .join(digest, origin.via())
                .flatMap(reply ->
                        reply instanceof Reply.Good<Fetched>(Fetched fetched)
                                ? fetched.fill().map(MirrorBlobs::found)
                                : Optional.of(shared.refusals.note(key, reply, true)));
    }

    private static Answer<Blob> found(Fill fill) {
        return new Answer.Found<>(new Blob.Growing(fill));
    }

    /** The size, without fetching the blob. */
    Answer<Long> size(Digest digest) {
        Optional<Long> known = kept.blob(digest);
        if (known.isPresent()) {
            return new Answer.Found<>(known.get());
        }
        Key key = Key.of(Key.Kind.BLOB, remote, digest);
        return shared.refusals
                .<Long>find(key)
                .orElseGet(() -> {
                    Reply<OptionalLong> reply = remote.blobSize(digest);
                    if (!(reply instanceof Reply.Good<OptionalLong>(OptionalLong said))) {
                        return shared.refusals.note(key, reply, true);
                    }
                    OptionalLong size = said.isPresent() ? said : kept.expected(digest);
                    return size.isPresent() ? new Answer.Found<>(size.getAsLong()) : unsized();
                });
    }

    private Optional<Stored> file(Digest digest) {
        try {
            return shared.store.files().find(digest);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A file that came by another repository: given out once the upstream says that it has it. */
    private Answer<Blob> adopted(Key key, Digest digest, Stored file) {
        Reply<OptionalLong> proof = remote.blobSize(digest);
        if (!(proof instanceof Reply.Good<OptionalLong>)) {
            return shared.refusals.note(key, proof, true);
        }
        try {
            kept.keep(
                    digest,
                    file.size(),
                    () -> {
                        if (file(digest).isEmpty()) {
                            throw new IOException("the file is gone");
                        }
                    });
        } catch (IOException goneMeanwhile) {
            return fetched(key, digest, true);
        }
        return new Answer.Found<>(Blob.of(digest, file));
    }

    /** What comes for somebody else already costs the caller nothing. */
    private Answer<Blob> allowed(Key key, Digest digest, boolean proved, boolean coming) {
        if (coming) {
            return fetched(key, digest, proved);
        }
        Optional<Duration> wait = shared.allowances.wait(caller);
        if (wait.isPresent()) {
            return new Answer.Unavailable<>(
                    Cause.RATE,
                    wait.get(),
                    "much was fetched for you within the last hour that was not here (expected: at most %d bytes)"
                            .formatted(shared.store.perCaller()));
        }
        Answer<Blob> answer = fetched(key, digest, proved);
        if (answer instanceof Answer.Found<Blob>(Blob blob)) {
            shared.allowances.count(caller, blob.size());
        }
        return answer;
    }

    private Answer<Blob> fetched(Key key, Digest digest, boolean proved) {
        Order order =
                new Order(
                        origin,
                        digest,
                        kept.expected(digest),
                        (size, publish) -> kept.keep(digest, size, publish));
        Reply<Fetched> reply = shared.store.fills().fetch(order);
        if (!(reply instanceof Reply.Good<Fetched>(Fetched fetched))) {
            return shared.refusals.note(key, reply, true);
        }
        if (fetched.stored()) {
            return broughtElsewhere(key, digest, proved);
        }
        if (!proved && !fetched.via().equals(origin.via())) {
            Reply<OptionalLong> proof = remote.blobSize(digest);
            if (!(proof instanceof Reply.Good<OptionalLong>)) {
                return shared.refusals.note(key, proof, true);
            }
        }
        return fetched.fill()
                .map(fill -> growing(fetched, digest, fill))
                .orElseGet(() -> passing(order));
    }

    /** Another machine fetched it for its clients, perhaps by another repository. */
    private Answer<Blob> broughtElsewhere(Key key, Digest digest, boolean proved) {
        Optional<Stored> file = file(digest);
        if (file.isEmpty()) {
            return new Answer.Unavailable<>(Cause.BUSY, LATER, "the blob was just thrown away");
        }
        return proved
                ? new Answer.Found<>(Blob.of(digest, file.get()))
                : adopted(key, digest, file.get());
    }

    /** The first repository is noted with the file, once for all who ask by it. */
    private Answer<Blob> growing(Fetched fetched, Digest digest, Fill fill) {
        if (!fetched.via().equals(origin.via())) {
            fill.whenStored(() -> noted(digest, fill.size()));
        }
        return found(fill);
    }

    /** Another repository, whose client joined, is noted behind the first. */
    private void noted(Digest digest, long size) {
        try {
            if (kept.blob(digest).isEmpty()) {
                kept.keep(digest, size, () -> {});
            }
        } catch (IOException | RuntimeException failed) {
            LOG.warn("blob not noted digest={} cause={}", digest, failed.toString());
        }
    }

    /** There is no room: each client gets it by a request of its own. */
    private Answer<Blob> passing(Order order) {
        OptionalLong size = order.expected();
        if (size.isEmpty()
                && remote.blobSize(order.digest()) instanceof Reply.Good<OptionalLong> good) {
            size = good.value();
        }
        if (size.isEmpty()) {
            return unsized();
        }
        long bytes = size.getAsLong();
        return new Answer.Found<>(new Blob.Passing(bytes, () -> open(order.digest(), bytes)));
    }

    private InputStream open(Digest digest, long size) throws IOException {
        Reply<RemoteBlob> reply = remote.blob(digest, 0, null, DataSize.ofBytes(size));
        if (reply instanceof Reply.Good<RemoteBlob>(RemoteBlob blob)) {
            return new VerifiedStream(blob, digest, size);
        }
        throw new IOException(upstream.name() + " does not send the blob");
    }

    private <T> Answer<T> unsized() {
        return new Answer.Unavailable<>(
                Cause.BROKEN, LATER, upstream.name() + " does not say how large the blob is");
    }
}
