package dev.warren.feeds.fetch;

import java.net.URI;
import java.time.Duration;

/** Asked before a redirect is followed, as another host may be busy. */
@FunctionalInterface
interface Border {

    /**
     * May wait.
     *
     * @param left how long, at most
     * @return run after the answer
     * @throws WebException when it is not to be followed now
     */
    Runnable cross(URI from, URI to, Duration left) throws WebException;
}
