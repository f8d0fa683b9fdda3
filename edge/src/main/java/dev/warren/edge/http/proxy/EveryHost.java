package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpTarget;
import org.jspecify.annotations.Nullable;

/**
 * Paths that are looked at on every host, before the host's own routes and before anything that
 * would send the visitor elsewhere. Called on event loops.
 */
public interface EveryHost {

    /** How much of a path is given. */
    int LONGEST = 256;

    /** What such paths begin with. */
    String prefix();

    /**
     * Who answers; null leaves the request to the host's own routes.
     *
     * @param host lower case, no port
     * @param path the first {@link #LONGEST} characters
     */
    @Nullable HttpTarget find(String host, String path);
}
