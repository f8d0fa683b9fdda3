package dev.warren.edge.http.platform;

import java.util.Set;

/** The hosts that the control plane answers for, in lower case and without ports. */
public record PlatformHosts(Set<String> names) {

    public PlatformHosts {
        names = Set.copyOf(names);
    }
}
