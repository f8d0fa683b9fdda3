package dev.warren.registry.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpField;
import dev.warren.registry.access.Caller;
import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Served;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The manifests that were read a moment ago, by the request that reads them. An entry is good for a
 * second, so that what another node changes is seen after that, and what this one changes at once;
 * who reads a manifest a thousand times a second costs one query.
 *
 * <p>Thread-safe; does not block. Bytes are charged to the registry's budget, and given back when
 * others need them.
 */
public final class HotManifests {

    private static final Duration LIFE = Duration.ofSeconds(1);
    private static final int LARGEST = 64 * 1024;

    /** What an entry costs besides its bytes. */
    private static final int OVERHEAD = 1024;

    private final Cache<String, Entry> entries;
    private final MemoryBudget memory;
    private final Consumer<HotPulls> counted;

    /** How often anything was changed. */
    private final AtomicLong changes = new AtomicLong();

    /**
     * A manifest, and who may have it.
     *
     * @param name the repository as requests and tokens name it
     * @param readers says of a caller, whatever the token is good for, whether it may read it
     */
    record Entry(
            RepositoryName name,
            Predicate<Caller> readers,
            List<HttpField> fields,
            byte[] body,
            HotPulls pulls) {

        int weight() {
            return OVERHEAD + body.length;
        }
    }

    /**
     * A manifest that was read.
     *
     * @param asked path and query of the request that was answered, as {@link #key} has it
     * @param name the repository as requests and tokens name it
     * @param readers says of a caller, whatever the token is good for, whether it may read it
     * @param place the repository as its pulls are counted
     */
    public record Read(
            String asked, RepositoryName name, Predicate<Caller> readers, PullRows.Place place) {}

    /**
     * A cache.
     *
     * @param memory its budget, all of which it may fill
     * @param counted is told now and then of pulls that were answered from here; must not block
     */
    public HotManifests(MemoryBudget memory, Consumer<HotPulls> counted) {
        this.memory = memory;
        this.counted = counted;
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(memory.limit())
                        .weigher((String _, Entry entry) -> entry.weight())
                        .expireAfterWrite(LIFE)
                        .executor(Runnable::run)
                        .removalListener((_, entry, _) -> {
                            if (entry != null) {
                                memory.release(entry.weight());
                                count(entry);
                            }
                        })
                        .build();
    }

    private void count(Entry entry) {
        counted.accept(entry.pulls);
    }

    /** Tells of all pulls that were answered from here and not told of. */
    public void countAll() {
        entries.cleanUp();
        entries.asMap().values().forEach(this::count);
    }

    /**
     * What a request asks for.
     *
     * @param mirror the registry whose host it came to; empty for our own
     * @param target its path and query
     */
    public static String key(String mirror, String target) {
        return mirror + target;
    }

    /** To be asked before something is read that may be put here. */
    public long stamp() {
        return changes.get();
    }

    /** Something was changed: what was read before is not good any more. */
    public void changed() {
        changes.incrementAndGet();
        entries.invalidateAll();
    }

    /** Keeps an answer, if nothing was changed since {@code stamp} and there is room. */
    public void put(Read read, Served served, long stamp) {
        if (served.size() > LARGEST || served.stale().isPresent()) {
            return;
        }
        Entry entry = entry(read, served);
        if (!memory.tryAcquire(entry.weight())) {
            return;
        }
        entries.put(read.asked, entry);
        if (changes.get() != stamp) {
            entries.invalidate(read.asked);
        }
    }

    private static Entry entry(Read read, Served served) {
        String digest = served.digest().toString();
        String etag = "\"" + digest + "\"";
        return new Entry(
                read.name,
                read.readers,
                List.of(
                        new HttpField("Docker-Distribution-Api-Version", "registry/2.0"),
                        new HttpField("Docker-Content-Digest", digest),
                        new HttpField("ETag", etag),
                        new HttpField("X-Content-Type-Options", "nosniff"),
                        new HttpField("Content-Type", served.mediaType())),
                served.content(),
                new HotPulls(read.place));
    }

    Optional<Entry> find(String asked) {
        return Optional.ofNullable(entries.getIfPresent(asked));
    }
}
