package dev.warren.tunnels.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What has a place in a history. A part of every recording and no object besides, since one is made
 * and forgotten with each request. Used under the shelf's lock.
 */
abstract class Shelved {

    private @Nullable History history;
    private long counted;

    /** Where it stands; null while it stands nowhere. */
    final @Nullable History history() {
        return history;
    }

    final void enter(History entered) {
        history = entered;
        counted = 0;
    }

    /**
     * Notes how many bytes are held now.
     *
     * @return how many more than were noted before
     */
    final long count(long bytes) {
        long more = bytes - counted;
        counted = bytes;
        return more;
    }

    /**
     * Stands nowhere from now on.
     *
     * @return the bytes that were noted
     */
    final long leave() {
        history = null;
        return counted;
    }
}
