package dev.warren.tunnels.policy;

import java.net.InetAddress;
import java.util.Optional;

/** Knows which country an address is in. Thread-safe; called on event loops. */
@FunctionalInterface
public interface Countries {

    /** Knows of no address. */
    Countries NONE = address -> Optional.empty();

    /** The ISO 3166 code in upper case, such as {@code AT}, where it is known. */
    Optional<String> of(InetAddress address);
}
