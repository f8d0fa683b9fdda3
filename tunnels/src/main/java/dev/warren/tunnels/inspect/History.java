package dev.warren.tunnels.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recordings of one tunnel, oldest first. Used under its shelf's lock. */
final class History {

    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    /** A recording, and the bytes that it was counted with. */
    private static final class Kept {
        private final Recording recording;
        private long counted;

        Kept(Recording recording) {
            this.recording = recording;
        }
    }

    void add(Recording recording) {
        kept.put(recording.id(), new Kept(recording));
        count(recording);
    }

    /** Counts the bytes of {@code recording} anew, if it is still here. */
    void count(Recording recording) {
        Kept entry = kept.get(recording.id());
        if (entry != null) {
            long now = recording.bytes();
            bytes += now - entry.counted;
            entry.counted = now;
        }
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
        return kept.isEmpty() ? Instant.MAX : first().at();
    }

    /** The same in milliseconds since 1970. */
    long oldestMillis() {
        return kept.isEmpty() ? Long.MAX_VALUE : first().at().toEpochMilli();
    }

    private Recording first() {
        return kept.values().iterator().next().recording;
    }

    @Nullable Recording find(String id) {
        return Optional.ofNullable(kept.get(id)).map(entry -> entry.recording).orElse(null);
    }

    List<Recording> list() {
        List<Recording> all = new ArrayList<>(kept.size());
        kept.values().forEach(entry -> all.add(entry.recording));
        return all;
    }

    /** Forgets the oldest one. */
    void dropFirst() {
        Iterator<Kept> entries = kept.values().iterator();
        Kept first = entries.next();
        entries.remove();
        bytes -= first.counted;
        first.recording.drop();
    }

    /**
     * Forgets the oldest one that nobody is at just now.
     *
     * @return how many bytes that gave back
     */
    long tryDropOldest() {
        for (Iterator<Kept> entries = kept.values().iterator(); entries.hasNext(); ) {
            Kept entry = entries.next();
            long freed = entry.recording.tryDrop();
            if (freed > 0) {
                entries.remove();
                bytes -= entry.counted;
                return freed;
            }
        }
        return 0;
    }
}
