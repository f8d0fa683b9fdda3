package dev.warren.tunnels.live;

import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import java.util.Optional;

/** Knows who wants to look on at a tunnel's requests. */
@FunctionalInterface
public interface Onlookers {

    /** Nobody ever does. */
    Onlookers NOBODY = (_, _) -> Optional.empty();

    /** Somebody who looks on, if anybody wants to; called on the visitor's event loop. */
    Optional<HttpObserver> observe(Tunnel tunnel, HttpRequest request);
}
