package dev.warren.tunnels.net;

import java.util.Optional;

/** What visitors of a name are told whose tunnel is away for now. */
@FunctionalInterface
public interface OfflineWords {

    /** No name is kept. */
    OfflineWords NONE = host -> Optional.empty();

    /** The words for {@code host}, if somebody keeps it; from memory, never blocks. */
    Optional<String> of(String host);
}
