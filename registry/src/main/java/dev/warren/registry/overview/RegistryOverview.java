package dev.warren.registry.overview;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.CacheRows;
import dev.warren.registry.catalog.OverviewRows;
import dev.warren.registry.catalog.OverviewRows.Part;
import dev.warren.registry.catalog.OverviewRows.Puller;
import dev.warren.registry.catalog.OverviewRows.Summary;
import dev.warren.registry.catalog.OverviewRows.TagSummary;
import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.mirror.Mirrors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.springframework.util.unit.DataSize;

/**
 * What people are shown of the registry. Who may see it was decided before. Lists end after {@link
 * #MOST}. Blocks; throws {@link org.springframework.dao.DataAccessException} while the database is
 * away; thread-safe.
 */
public final class RegistryOverview {

    /** So many rows at most. */
    public static final int MOST = 1000;

    private static final String READS = "warren.registry.mirror.reads";

    private final Rows rows;
    private final Sizes sizes;
    private final MeterRegistry meters;

    /**
     * Where it is known from.
     *
     * @param flush writes what was counted on this machine and is not there yet
     */
    record Rows(
            OverviewRows overview,
            BlobRows blobs,
            CacheRows cache,
            PinRows pins,
            Mirrors mirrors,
            Runnable flush) {}

    /**
     * What accounts and the cache may hold.
     *
     * @param upstreams what blobs of single upstreams may fill
     */
    record Sizes(
            DataSize perAccount, DataSize cache, Map<String, DataSize> upstreams, int uploads) {}

    RegistryOverview(Rows rows, Sizes sizes, MeterRegistry meters) {
        this.rows = rows;
        this.sizes = sizes;
        this.meters = meters;
    }

    /**
     * What an account holds.
     *
     * @param bytes of all different blobs of its repositories
     * @param quota bytes that it may hold
     * @param uploads those that are not finished, of {@code mostUploads}
     * @param uploadBytes what came of them
     */
    public record Usage(long bytes, long quota, long uploads, int mostUploads, long uploadBytes) {}

    /**
     * What is kept of one upstream.
     *
     * @param bytes of its repositories' different blobs, which other upstreams may have too
     * @param hits reads since the start that were answered from what is kept
     * @param reads reads since the start
     */
    public record Upstream(String name, long bytes, long hits, long reads) {

        /** The part of reads that were hits; empty when there were none. */
        public OptionalDouble hitRate() {
            return reads == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / reads);
        }
    }

    /**
     * How it stands with one upstream.
     *
     * @param limit bytes that its blobs may fill, if that is set for it alone
     */
    public record Mirror(Upstream kept, OptionalLong limit, Mirrors.State state) {}

    /** How it stands with each registry that is pulled through. */
    public List<Mirror> mirrors() {
        Map<String, Long> bytes = rows.cache.bytesByUpstream();
        return rows.mirrors.states().stream()
                .map(state -> {
                    String name = state.upstream();
                    DataSize limit = sizes.upstreams.get(name);
                    return new Mirror(
                            upstream(name, bytes.getOrDefault(name, 0L)),
                            limit == null ? OptionalLong.empty() : OptionalLong.of(limit.toBytes()),
                            state);
                })
                .toList();
    }

    /** Bytes that can be thrown away and fetched again, and their limit. */
    public record Cache(long bytes, long limit, List<Upstream> upstreams) {}

    /** Repositories of an account by name, or all, those of other registries included. */
    public List<Summary> repositories(Optional<Long> owner) {
        rows.flush.run();
        return rows.overview.repositories(owner, MOST);
    }

    /** The repository that is pulled by this name. */
    public Optional<Summary> repository(String name) {
        return rows.overview.repository(name);
    }

    /** Tags of a repository, by name. */
    public List<TagSummary> tags(long repository) {
        return rows.overview.tags(repository, MOST);
    }

    /** What a tag leads to: the manifests of an index first, then configurations and layers. */
    public List<Part> parts(long repository, String tag) {
        return rows.overview.parts(repository, tag, MOST);
    }

    /** Who pulled from a repository, the latest first; on other machines as of the last minute. */
    public List<Puller> pullers(long repository) {
        rows.flush.run();
        return rows.overview.pullers(repository, MOST);
    }

    /** What an account holds. */
    public Usage usage(long account) {
        OverviewRows.Uploads uploads = rows.overview.uploads(account);
        return new Usage(
                rows.blobs.bytesOf(account),
                sizes.perAccount.toBytes(),
                uploads.open(),
                sizes.uploads,
                uploads.bytes());
    }

    /** What is kept of other registries. */
    public Cache cache() {
        List<Upstream> upstreams = new ArrayList<>();
        rows.cache.bytesByUpstream().forEach((name, bytes) -> upstreams.add(upstream(name, bytes)));
        return new Cache(
                rows.cache.bytes(Optional.empty()), sizes.cache.toBytes(), List.copyOf(upstreams));
    }

    private Upstream upstream(String name, long bytes) {
        return new Upstream(
                name, bytes, reads(name, "hit") + reads(name, "stale"), reads(name, ""));
    }

    private long reads(String upstream, String result) {
        double sum = 0;
        for (Counter counter : meters.find(READS).tag("upstream", upstream).counters()) {
            boolean wanted = result.isEmpty() || result.equals(counter.getId().getTag("result"));
            sum += wanted ? counter.count() : 0;
        }
        return Math.round(sum);
    }

    /** Images that are never thrown away. */
    public List<PinRows.Pin> pins() {
        return rows.pins.all(MOST);
    }
}
