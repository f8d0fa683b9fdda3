package dev.warren.registry.upstream;

import dev.warren.core.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the registries that are pulled through.
 *
 * @param upstreams registries by a word each, such as {@code upstreams.hub.name=docker.io} and
 *     {@code upstreams.hub.username=me}; docker.io, ghcr.io, quay.io and registry.k8s.io are there
 *     unless their {@code enabled} is false
 * @param upstreamConnections connections to one upstream at most
 * @param headTime how long an upstream may take to say what a tag is now, before the kept one is
 *     served
 * @param manifestTime how long an upstream may take to send a manifest
 * @param blobTime how long an upstream may take to begin to send a blob
 */
@ConfigurationProperties("warren.registry")
public record UpstreamProperties(
        @DefaultValue Map<String, UpstreamSettings> upstreams,
        @DefaultValue("32") int upstreamConnections,
        @DefaultValue("2s") Duration headTime,
        @DefaultValue("10s") Duration manifestTime,
        @DefaultValue("20s") Duration blobTime) {

    private static final List<UpstreamSettings> USUAL =
            List.of(
                    UpstreamSettings.usual(
                            "docker.io", "https://registry-1.docker.io", List.of("auth.docker.io")),
                    UpstreamSettings.usual("ghcr.io", "https://ghcr.io", List.of()),
                    UpstreamSettings.usual("quay.io", "https://quay.io", List.of()),
                    UpstreamSettings.usual(
                            "registry.k8s.io", "https://registry.k8s.io", List.of()));
    private static final String NAME = "[a-z0-9]++(?:[._-][a-z0-9]++)*+";

    public UpstreamProperties {
        upstreams = Map.copyOf(upstreams);
        Duration least = Duration.ofMillis(100);
        Settings settings =
                Settings.of("warren.registry")
                        .between("upstream-connections", upstreamConnections, 1, 1000)
                        .between("head-time", headTime, least, Duration.ofMinutes(1))
                        .between("manifest-time", manifestTime, least, Duration.ofMinutes(5))
                        .between("blob-time", blobTime, least, Duration.ofMinutes(5));
        merged(upstreams).forEach((key, upstream) -> check(settings, key, upstream));
        checkHosts(settings, merged(upstreams));
        settings.done();
    }

    private static void check(Settings settings, String key, UpstreamSettings upstream) {
        String at = "upstreams." + key;
        String name = String.valueOf(upstream.name());
        settings.check(
                name.matches(NAME) && name.length() <= 100,
                at + ".name",
                name,
                "lower-case letters and digits with . _ - between");
        settings.check(
                url(upstream.url()).isPresent(),
                at + ".url",
                String.valueOf(upstream.url()),
                "the form https://registry.example, without a user and query");
        settings.check(
                (upstream.username() == null) == (upstream.password() == null),
                at + ".password",
                upstream.password() == null ? "unset" : "set",
                "set if and only if username is");
        List<String> fresh = upstream.freshFor();
        settings.check(
                fresh == null || Freshness.parse(fresh).isPresent(),
                at + ".fresh-for",
                String.valueOf(fresh),
                "the form nightly-*=1m, up to 365d");
        String host = upstream.host();
        settings.check(
                host == null || host.length() <= 200 && host.matches(NAME),
                at + ".host",
                String.valueOf(host),
                "a host name in lower case, without a port");
    }

    /** At one host one registry answers. */
    private static void checkHosts(Settings settings, Map<String, UpstreamSettings> upstreams) {
        Map<String, String> first = new HashMap<>();
        upstreams.forEach((key, upstream) -> {
            String host = upstream.host();
            String other = host == null ? null : first.putIfAbsent(host, key);
            settings.check(
                    other == null,
                    "upstreams.%s.host".formatted(key),
                    String.valueOf(host),
                    "another host than that of upstreams." + other);
        });
    }

    /** By the key they are set under, or by name. */
    private static Map<String, UpstreamSettings> merged(Map<String, UpstreamSettings> set) {
        Map<String, UpstreamSettings> byName = new LinkedHashMap<>();
        Map<String, UpstreamSettings> result = new LinkedHashMap<>();
        USUAL.forEach(usual -> byName.put(String.valueOf(usual.name()), usual));
        set.forEach((key, upstream) -> {
            String name = upstream.name() == null ? key : upstream.name();
            UpstreamSettings usual = byName.remove(name);
            result.put(
                    key,
                    upstream.over(
                            usual == null
                                    ? new UpstreamSettings(
                                            name, null, true, null, null, false, null, null, null,
                                            null)
                                    : usual));
        });
        result.putAll(byName);
        result.values().removeIf(upstream -> !upstream.isEnabled());
        return result;
    }

    /** What is set, together with what is usual. */
    List<UpstreamConfig> configs() {
        return merged(upstreams).values().stream().map(UpstreamProperties::config).toList();
    }

    private static UpstreamConfig config(UpstreamSettings from) {
        String user = from.username();
        String password = from.password();
        List<String> tokenHosts = from.tokenHosts();
        List<String> users = from.users();
        List<String> fresh = from.freshFor();
        return new UpstreamConfig(
                String.valueOf(from.name()),
                url(from.url()).orElseThrow(),
                user == null || password == null
                        ? Optional.empty()
                        : Optional.of(new Credentials(user, password)),
                Boolean.TRUE.equals(from.privateAddresses()),
                tokenHosts == null ? Set.of() : Set.copyOf(tokenHosts),
                users == null ? Set.of() : Set.copyOf(users),
                Freshness.parse(fresh == null ? List.of() : fresh).orElseThrow(),
                Optional.ofNullable(from.host()));
    }

    private static Optional<URI> url(@Nullable String text) {
        try {
            URI uri = new URI(text == null ? "" : text.strip().replaceAll("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean good =
                    (scheme.equals("https") || scheme.equals("http"))
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
