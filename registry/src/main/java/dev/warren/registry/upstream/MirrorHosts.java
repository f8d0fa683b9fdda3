package dev.warren.registry.upstream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hosts of ours at which all names are those of one other registry: for clients that have us for
 * its mirror, and send its names as they are. No account's name means anything there.
 *
 * @param upstreams names of upstreams by host, in lower case and without a port
 */
public record MirrorHosts(Map<String, String> upstreams) {

    private static final String HUB = "docker.io";

    public MirrorHosts {
        upstreams = Map.copyOf(upstreams);
    }

    /** Those that are set, and {@code usual} for Docker Hub when none is set for it. */
    static MirrorHosts of(UpstreamProperties settings, String usual) {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (UpstreamConfig upstream : settings.configs()) {
            Optional<String> ours =
                    upstream.host()
                            .or(() ->
                                    upstream.name().equals(HUB)
                                            ? Optional.of(usual)
                                            : Optional.empty());
            ours.ifPresent(host -> hosts.putIfAbsent(host, upstream.name()));
        }
        return new MirrorHosts(hosts);
    }

    /** The upstream whose names requests to {@code host} have; empty at our own hosts. */
    public Optional<String> at(String host) {
        return Optional.ofNullable(upstreams.get(host));
    }
}
