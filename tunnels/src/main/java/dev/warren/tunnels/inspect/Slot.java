package dev.warren.tunnels.inspect;

import org.jspecify.annotations.Nullable;

/** A recording's place in a history. Used under the shelf's lock. */
final class Slot {

    private @Nullable History history;
    private long counted;

    /** Whose recordings it stands among; null while it stands nowhere. */
    @Nullable History history() {
        return history;
    }

    void enter(History entered) {
        history = entered;
        counted = 0;
    }

    /**
     * Notes how many bytes are held now.
     *
     * @return how many more than were noted before
     */
    long count(long bytes) {
        long more = bytes - counted;
        counted = bytes;
        return more;
    }

    /**
     * Stands nowhere from now on.
     *
     * @return the bytes that were noted
     */
    long leave() {
        history = null;
        return counted;
    }
}
