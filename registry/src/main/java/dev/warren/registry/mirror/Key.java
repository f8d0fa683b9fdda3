package dev.warren.registry.mirror;

import dev.warren.registry.upstream.RemoteRepository;

/**
 * What an upstream is asked for.
 *
 * @param repository with the upstream's name before it
 * @param what a reference, a digest, or a list's name
 */
record Key(Kind kind, String repository, String what) {

    enum Kind {
        MANIFEST,
        BLOB,
        REFERRERS
    }

    boolean isOf(String upstream) {
        return repository.startsWith(upstream + "/");
    }

    static Key of(Kind kind, RemoteRepository repository, Object what) {
        return new Key(kind, repository.upstream() + "/" + repository.name(), String.valueOf(what));
    }
}
