package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.store.Stored;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** One blob of our own store, which is not on this machine. */
record StoreOrigin(Stored.Away stored) implements Origin {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOrigin.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    /** A name that no upstream has, since theirs are host names. */
    static final String NAME = "(store)";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String via() {
        return NAME;
    }

    @Override
    public Reply<RemoteBlob> open(Digest digest, long from, @Nullable String etag, DataSize most) {
        try {
            return new Reply.Good<>(
                    RemoteBlob.of(stored.place().open(from), from, OptionalLong.of(stored.size())));
        } catch (IOException away) {
            LOG.warn("blob not read from the store digest={} cause={}", digest, away.toString());
            return new Reply.Failed<>(
                    Cause.BROKEN,
                    LATER,
                    "the place where the registry's blobs are does not answer");
        }
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public void suspect(String what) {
        LOG.error("the store has wrong bytes what={}", what);
        stored.place().suspect();
    }
}
