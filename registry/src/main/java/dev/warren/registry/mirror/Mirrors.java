package dev.warren.registry.mirror;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.fill.Fills;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Upstream;
import dev.warren.registry.upstream.Upstreams;
import java.time.InstantSource;
import java.util.List;
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
    private final MirrorLists.Shared lists;
    private final InstantSource clock;

    /**
     * Where blobs are and come from.
     *
     * @param used is told of each blob that is about to be read, before it is looked for
     * @param lists what lists of tags and referrers may fill
     * @param perCaller bytes that are fetched for one caller within an hour
     */
    public record Store(
            BlobStore files,
            Fills fills,
            Consumer<Digest> used,
            MemoryBudget lists,
            long perCaller) {}

    public Mirrors(
            Upstreams upstreams,
            Store store,
            Hosted.Tables rows,
            TransactionTemplate transactions,
            MirrorMetrics metrics,
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
        Refusals refusals = new Refusals(clock);
        Flights<Answer<Served>> flights = new Flights<>();
        this.manifests = new MirrorManifests.Shared(flights, refusals, metrics);
        Allowances allowances = new Allowances(store.perCaller, clock);
        this.blobs = new MirrorBlobs.Shared(store, refusals, allowances, metrics);
        this.lists = new MirrorLists.Shared(store.lists, clock);
    }

    /** Whether {@code name} is an upstream's. */
    public boolean isUpstream(String name) {
        return upstreams.find(name).isPresent();
    }

    /**
     * How it stands with an upstream.
     *
     * @param refused names and blobs that it is not asked for now, since it does not have them or
     *     did not let us have them
     */
    public record State(String upstream, Upstream.Condition condition, long refused) {}

    /** All of them, in the order in which they are set. */
    public List<State> states() {
        return upstreams.all().stream()
                .map(each ->
                        new State(
                                each.name(), each.condition(), blobs.refusals().count(each.name())))
                .toList();
    }

    /** Has an upstream asked again for all that it refused; false when there is none such. */
    public boolean reset(String upstream) {
        Optional<Upstream> known = upstreams.find(upstream);
        known.ifPresent(Upstream::reset);
        known.ifPresent(one -> blobs.refusals().forgetAll(one.name()));
        return known.isPresent();
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
     * @param caller for whom blobs are fetched, in a word of at most 64 characters; each may have
     *     so many bytes fetched
     * @return empty when there is no such upstream
     */
    public Optional<Source> source(String upstream, RepositoryName name, String caller) {
        return upstreams.find(upstream).map(known -> source(known, name, caller));
    }

    private Source source(Upstream upstream, RepositoryName name, String caller) {
        RemoteRepository remote = upstream.repository(name);
        Kept kept = new Kept(tables, upstream.name(), remote.name());
        return new MirrorSource(
                new MirrorManifests(upstream, remote, kept, manifests),
                new MirrorBlobs(upstream, remote, kept, caller, blobs),
                new MirrorLists(remote, kept, blobs.refusals(), lists),
                clock);
    }
}
