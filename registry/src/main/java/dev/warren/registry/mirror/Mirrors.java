package dev.warren.registry.mirror;

import dev.warren.registry.fill.Fills;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Upstream;
import dev.warren.registry.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.transaction.support.TransactionTemplate;

/** The door to repositories of other registries. Thread-safe. */
public final class Mirrors {

    private final Upstreams upstreams;
    private final Kept.Tables tables;
    private final MirrorManifests.Shared manifests;
    private final MirrorBlobs.Shared blobs;
    private final InstantSource clock;

    /**
     * Where blobs are and come from.
     *
     * @param used is told of each blob that is about to be read, before it is looked for
     */
    public record Store(BlobFiles files, Fills fills, Consumer<Digest> used) {}

    public Mirrors(
            Upstreams upstreams,
            Store store,
            Hosted.Tables rows,
            TransactionTemplate transactions,
            MeterRegistry meters,
            InstantSource clock) {
        this.upstreams = upstreams;
        this.clock = clock;
        this.tables =
                new Kept.Tables(
                        rows.repositories(),
                        rows.blobs(),
                        rows.manifests(),
                        rows.tags(),
                        transactions,
                        clock);
        MirrorMetrics metrics = new MirrorMetrics(meters);
        Refusals refusals = new Refusals(clock);
        Flights<Answer<Served>> flights = new Flights<>();
        this.manifests = new MirrorManifests.Shared(flights, refusals, metrics);
        this.blobs = new MirrorBlobs.Shared(store, refusals, metrics);
    }

    /** Whether {@code name} is an upstream's. */
    public boolean isUpstream(String name) {
        return upstreams.find(name).isPresent();
    }

    /**
     * Who may read a repository; blocks when that has to be asked.
     *
     * @return says of an account's name, empty for nobody in particular, whether it may
     */
    public Predicate<String> readers(String upstream, RepositoryName name) {
        return upstreams.find(upstream).map(known -> known.readers(name)).orElse(_ -> false);
    }

    /**
     * A repository, which need not exist.
     *
     * @param upstream the upstream's name
     * @param name its name there; a bare one of Docker Hub is of the library
     * @return empty when there is no such upstream
     */
    public Optional<Source> source(String upstream, RepositoryName name) {
        return upstreams.find(upstream).map(known -> source(known, name));
    }

    private Source source(Upstream upstream, RepositoryName name) {
        RemoteRepository remote = upstream.repository(name);
        Kept kept = new Kept(tables, upstream.name(), remote.name());
        return new MirrorSource(
                new MirrorManifests(upstream, remote, kept, manifests),
                new MirrorBlobs(upstream, remote, kept, blobs),
                new MirrorLists(remote, kept, blobs.refusals()),
                clock);
    }
}
