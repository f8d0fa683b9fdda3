package dev.warren.registry.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpField;
import dev.warren.registry.access.Caller;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Served;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
            String etag,
            List<HttpField> fields,
            byte[] body) {

        int weight() {
            return OVERHEAD + body.length;
        }
    }

    /**
     * A cache.
     *
     * @param memory its budget, all of which it may fill
     */
    public HotManifests(MemoryBudget memory) {
        this.memory = memory;
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(memory.limit())
                        .weigher((String _, Entry entry) -> entry.weight())
                        .expireAfterWrite(LIFE)
                        .executor(Runnable::run)
                        .removalListener((_, entry, _) -> {
                            if (entry != null) {
                                memory.release(entry.weight());
                            }
                        })
                        .build();
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

    /**
     * Keeps an answer, if nothing was changed since {@code stamp} and there is room.
     *
     * @param target path and query of the request that was answered
     */
    public void put(
            String target,
            RepositoryName name,
            Predicate<Caller> readers,
            Served served,
            long stamp) {
        if (served.size() > LARGEST || served.stale().isPresent()) {
            return;
        }
        Entry entry = entry(name, readers, served);
        if (!memory.tryAcquire(entry.weight())) {
            return;
        }
        entries.put(target, entry);
        if (changes.get() != stamp) {
            entries.invalidate(target);
        }
    }

    private static Entry entry(RepositoryName name, Predicate<Caller> readers, Served served) {
        String digest = served.digest().toString();
        String etag = "\"" + digest + "\"";
        return new Entry(
                name,
                readers,
                etag,
                List.of(
                        new HttpField("Docker-Distribution-Api-Version", "registry/2.0"),
                        new HttpField("Docker-Content-Digest", digest),
                        new HttpField("ETag", etag),
                        new HttpField("X-Content-Type-Options", "nosniff"),
                        new HttpField("Content-Type", served.mediaType())),
                served.content());
    }

    Optional<Entry> find(String target) {
        return Optional.ofNullable(entries.getIfPresent(target));
    }
}
