package dev.warren.tunnels.inspect;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** The recordings of one tunnel, oldest first. Used under its shelf's lock. */
final class History {

    private final ArrayDeque<Recording> kept = new ArrayDeque<>();
    private long bytes;

    void add(Recording recording) {
        kept.add(recording);
        recording.enter(this);
        count(recording);
    }

    /** Counts the bytes of a recording that is here anew. */
    void count(Recording recording) {
        bytes += recording.count(recording.bytes());
    }

    int size() {
        return kept.size();
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Bytes of all recordings as they were last counted. */
    long bytes() {
        return bytes;
    }

    Instant oldest() {
        return kept.isEmpty() ? Instant.MAX : kept.getFirst().at();
    }

    /** The same in milliseconds since 1970. */
    long oldestMillis() {
        return kept.isEmpty() ? Long.MAX_VALUE : kept.getFirst().at().toEpochMilli();
    }

    List<Recording> list() {
        return List.copyOf(kept);
    }

    /** Forgets the oldest one. */
    void dropFirst() {
        Recording first = kept.removeFirst();
        bytes -= first.leave();
        first.drop();
    }

    /**
     * Forgets the oldest one that nobody is at just now.
     *
     * @return how many bytes that gave back
     */
    long tryDropOldest() {
        for (Iterator<Recording> entries = kept.iterator(); entries.hasNext(); ) {
            Recording recording = entries.next();
            long freed = recording.tryDrop();
            if (freed > 0) {
                entries.remove();
                bytes -= recording.leave();
                return freed;
            }
        }
        return 0;
    }
}
