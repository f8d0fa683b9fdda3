package dev.warren.edge.net;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A port that the edge listens on. Contributed as a bean, it appears in the start message and has a
 * health component of its own.
 *
 * <p>Any thread may call any method; none blocks.
 */
public interface FrontDoor {

    /** A bounded word: {@code ssh}, {@code http}. */
    String name();

    /**
     * Where it listens, with the port that was really bound; empty while it does not listen: before
     * the start, once draining has begun, after the end.
     */
    Optional<InetSocketAddress> address();
}
