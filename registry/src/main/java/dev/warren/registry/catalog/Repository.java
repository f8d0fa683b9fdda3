package dev.warren.registry.catalog;

import dev.warren.registry.oci.RepositoryName;
import java.util.Optional;

/**
 * A repository as it was when it was read.
 *
 * @param upstream the registry that it is pulled through from; empty for a hosted one
 * @param name within that registry, or here
 * @param owner the account that a hosted one belongs to
 * @param open whether anybody may pull from it
 */
public record Repository(
        long id,
        Optional<String> upstream,
        RepositoryName name,
        Optional<Long> owner,
        boolean open) {}
