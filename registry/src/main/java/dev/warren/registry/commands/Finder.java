package dev.warren.registry.commands;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.catalog.RepositoryRows;
import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.oci.RepositoryName;
import java.util.Optional;

/** Finds what a caller names, if it may see it. Blocks; thread-safe. */
final class Finder {

    private final RepositoryRows repositories;

    Finder(RepositoryRows repositories) {
        this.repositories = repositories;
    }

    /** A hosted repository of the caller's; administrators may name any. */
    Repository hosted(Call call, RepositoryName name) throws Refused {
        Optional<Repository> found =
                repositories
                        .hosted(name)
                        .filter(r ->
                                call.account().isAdmin()
                                        || r.owner().equals(Optional.of(call.account().id())));
        return found.orElseThrow(() -> absent(name));
    }

    /** A repository of another registry, by its name with that registry's before it. */
    Repository mirrored(RepositoryName name) throws Refused {
        return name.rest()
                .flatMap(rest -> repositories.mirror(name.first(), rest))
                .orElseThrow(() ->
                        new Refused(
                                "not-found",
                                "nothing of %s is here (expected: a name like docker.io/library/alpine that was pulled before)"
                                        .formatted(name)));
    }

    /** Either. */
    Repository any(Call call, RepositoryName name) throws Refused {
        Optional<Repository> mirrored =
                call.account().isAdmin()
                        ? name.rest().flatMap(rest -> repositories.mirror(name.first(), rest))
                        : Optional.empty();
        return mirrored.isPresent() ? mirrored.get() : hosted(call, name);
    }

    private static Refused absent(RepositoryName name) {
        return new Refused(
                "not-found", "you have no repository %s (registry ls shows them)".formatted(name));
    }
}
