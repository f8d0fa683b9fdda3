package dev.warren.registry.web;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.oci.RepositoryName;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a request's repository is. */
sealed interface Place {

    /** As the request names it, which is how tokens name it too. */
    RepositoryName name();

    /**
     * Here.
     *
     * @param owner the account that its name begins with
     * @param repository empty until somebody pushes to it
     */
    record Here(RepositoryName name, long owner, Optional<Repository> repository)
            implements Place {}

    /**
     * At another registry.
     *
     * @param readers says of an account's name, empty for nobody, whether it may read it as far as
     *     that registry is concerned
     */
    record Elsewhere(
            RepositoryName name, String upstream, RepositoryName there, Predicate<String> readers)
            implements Place {}

    /** There is none of that name, and cannot be. */
    record Nowhere(RepositoryName name) implements Place {}
}
