package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Upstream;
import java.util.OptionalLong;

/**
 * A blob that is wanted.
 *
 * @param repository where it is to come from
 * @param expected its size as a manifest says, if one does
 * @param keeper who notes that the repository has it
 */
public record Order(
        Upstream upstream,
        RemoteRepository repository,
        Digest digest,
        OptionalLong expected,
        Keeper keeper) {

    /** Where it comes from, in one word. */
    public String via() {
        return via(upstream, repository);
    }

    /** The same of what is not ordered yet. */
    public static String via(Upstream upstream, RemoteRepository repository) {
        return upstream.name() + "/" + repository.name();
    }
}
