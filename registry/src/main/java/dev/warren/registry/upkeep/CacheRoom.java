package dev.warren.registry.upkeep;

import dev.warren.registry.fill.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;

/**
 * Room within what blobs of other registries may fill, in all and of each: what is coming counts
 * from its first byte on, so that no limit is passed while a round of upkeep is waited for. Near a
 * limit the longest unused blobs go first; what does not fit then is not kept. Thread-safe; blocks
 * when blobs have to go.
 */
final class CacheRoom implements Room {

    private final Evictor.Limits limits;
    private final Store store;
    private final Scope all;
    private final List<Scope> some = new ArrayList<>();

    /** What is kept, as the database has it. */
    interface Store {

        /** Bytes that can be fetched again, of one upstream or, when empty, of all. */
        long bytes(Optional<String> upstream);

        /** Throws about so many of them away. */
        void free(Optional<String> upstream, long bytes);
    }

    CacheRoom(Evictor.Limits limits, Store store) {
        this.limits = limits;
        this.store = store;
        this.all = new Scope(Optional.empty(), limits.all());
        limits.byUpstream().forEach((name, size) -> some.add(new Scope(Optional.of(name), size)));
    }

    @Override
    public Optional<Claim> claim(String upstream, long bytes) {
        Share share = new Share(scopes(upstream));
        if (share.more(bytes)) {
            return Optional.of(share);
        }
        share.close();
        return Optional.empty();
    }

    @Override
    public boolean makeRoom(long bytes) {
        return false;
    }

    private List<Scope> scopes(String upstream) {
        List<Scope> scopes = new ArrayList<>(2);
        some.stream().filter(s -> s.upstream.equals(Optional.of(upstream))).forEach(scopes::add);
        scopes.add(all);
        return scopes;
    }

    /** One limit and what counts against it. */
    private final class Scope {

        private final Optional<String> upstream;
        private final long size;

        /** What is coming. */
        private final AtomicLong coming = new AtomicLong();

        /** What came since {@link #stored} was asked, or did not. */
        private final AtomicLong ended = new AtomicLong();

        private volatile long stored = -1;

        Scope(Optional<String> upstream, DataSize size) {
            this.upstream = upstream;
            this.size = size.toBytes();
        }

        private long used() {
            return stored + ended.get() + coming.get();
        }

        private void look() {
            long known = ended.get();
            stored = store.bytes(upstream);
            ended.addAndGet(-known);
        }

        /** Counts bytes that will come; false, and nothing, when they do not fit. */
        boolean take(long bytes) {
            coming.addAndGet(bytes);
            if (stored < 0 || used() > part(limits.high())) {
                look();
            }
            if (used() > part(limits.high())) {
                store.free(upstream, used() - part(limits.low()));
                look();
            }
            boolean fits = used() <= size;
            if (!fits) {
                coming.addAndGet(-bytes);
            }
            return fits;
        }

        private long part(int percent) {
            return size / 100 * percent;
        }

        void end(long bytes) {
            // first here, so that they are never missing
            ended.addAndGet(bytes);
            coming.addAndGet(-bytes);
        }
    }

    private static final class Share implements Claim {

        private final List<Scope> scopes;
        private final AtomicLong taken = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(List<Scope> scopes) {
            this.scopes = scopes;
        }

        @Override
        public boolean more(long bytes) {
            for (int i = 0; i < scopes.size(); i++) {
                if (!scopes.get(i).take(bytes)) {
                    scopes.subList(0, i).forEach(scope -> scope.coming.addAndGet(-bytes));
                    return false;
                }
            }
            taken.addAndGet(bytes);
            return true;
        }

        @Override
        public void written(long bytes) {
            // counted already
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                scopes.forEach(scope -> scope.end(taken.get()));
            }
        }
    }
}
