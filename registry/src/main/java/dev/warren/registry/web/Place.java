package dev.warren.registry.web;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.oci.RepositoryName;
import java.util.Optional;

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

    /** At another registry. */
    record Elsewhere(RepositoryName name, String upstream, RepositoryName there) implements Place {}

    /** There is none of that name, and cannot be. */
    record Nowhere(RepositoryName name) implements Place {}
}
