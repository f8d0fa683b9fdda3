package dev.warren.registry.hosted;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.Tag;
import java.util.List;

/** What happened to a hosted repository. */
public sealed interface HostedChange {

    Repository repository();

    /**
     * A manifest came.
     *
     * @param tags those that lead to it now
     */
    record Pushed(Repository repository, Digest digest, List<Tag> tags) implements HostedChange {}

    /**
     * A tag or a manifest went.
     *
     * @param by the account's name
     */
    record Deleted(Repository repository, Reference reference, String by) implements HostedChange {}

    /**
     * All of it went.
     *
     * @param by the account's name
     */
    record Removed(Repository repository, String by) implements HostedChange {}

    /** It was opened to everybody, or closed. */
    record Opened(Repository repository, boolean open) implements HostedChange {}
}
