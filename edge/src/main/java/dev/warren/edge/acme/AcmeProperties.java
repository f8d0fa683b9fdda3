package dev.warren.edge.acme;

import dev.warren.core.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of certificates by ACME.
 *
 * @param directory the authority's directory, such as {@code
 *     https://acme-v02.api.letsencrypt.org/directory}; unset for no certificates by ACME
 * @param acceptTerms whether the authority's terms are accepted, which it takes
 * @param contact the e-mail address that the authority is given
 * @param names more names to order certificates for when the server starts; the platform's own
 *     domain and those of its modules are ordered in any case
 * @param challenges how names are proved, in the order of preference: {@code http-01}, {@code
 *     tls-alpn-01}, {@code dns-01}
 * @param trust a PEM file of authorities that the directory's own certificate may be signed by;
 *     unset for those that the JVM trusts
 * @param external the account at an authority that binds ACME accounts to its own
 * @param dns where records for {@code dns-01} are written
 * @param onDemand certificates for users' own domains
 * @param maxOrders orders that may be in flight, on all nodes together
 * @param maxCertificates certificates in all
 * @param refresh how often changes by other nodes are looked for
 * @param retry the wait after a first failure; it triples up to 12 hours
 * @param requestTimeout how long the authority may take for an answer
 * @param orderTimeout how long an order may take
 * @param warnBefore how long before its end a certificate that was not renewed is warned of
 */
@ConfigurationProperties("warren.https.acme")
record AcmeProperties(
        @Nullable URI directory,
        @DefaultValue("false") boolean acceptTerms,
        @Nullable String contact,
        @DefaultValue List<String> names,
        @DefaultValue({"http-01", "tls-alpn-01", "dns-01"}) List<String> challenges,
        @Nullable Path trust,
        @DefaultValue External external,
        @DefaultValue Dns dns,
        @DefaultValue OnDemand onDemand,
        @DefaultValue("4") int maxOrders,
        @DefaultValue("1000") int maxCertificates,
        @DefaultValue("2s") Duration refresh,
        @DefaultValue("2m") Duration retry,
        @DefaultValue("20s") Duration requestTimeout,
        @DefaultValue("5m") Duration orderTimeout,
        @DefaultValue("10d") Duration warnBefore) {

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(\\*\\.)?([a-z0-9_-]{1,63}\\.)*[a-z0-9-]{1,63}");
    private static final Pattern MAIL = Pattern.compile("[!-~]+@[!-~]+");

    AcmeProperties {
        names = List.copyOf(names);
        challenges = List.copyOf(challenges);
        Settings settings = Settings.of("warren.https.acme");
        if (directory != null) {
            settings.check(
                            isWeb(directory),
                            "directory",
                            directory,
                            "an https URL such as https://acme-v02.api.letsencrypt.org/directory")
                    .check(acceptTerms, "accept-terms", false, "true, once you have read them")
                    .check(
                            contact != null && MAIL.matcher(contact).matches(),
                            "contact",
                            contact == null ? "unset" : contact,
                            "an e-mail address");
        }
        names.forEach(name ->
                settings.check(
                        NAME.matcher(name).matches(),
                        "names",
                        name,
                        "a host in lower case, or *.example.org"));
        challenges.forEach(kind ->
                settings.check(
                        Proof.KINDS.contains(kind),
                        "challenges",
                        kind,
                        String.join(", ", Proof.KINDS)));
        settings.check(!challenges.isEmpty(), "challenges", "none", "at least one")
                .between("max-orders", maxOrders, 1, 100)
                .between("max-certificates", maxCertificates, 1, 100_000)
                .between("refresh", refresh, Duration.ofMillis(50), Duration.ofMinutes(1))
                .between("retry", retry, Duration.ofMillis(50), Duration.ofHours(12))
                .between(
                        "request-timeout",
                        requestTimeout,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(5))
                .between("order-timeout", orderTimeout, Duration.ofSeconds(1), Duration.ofHours(1))
                .between("warn-before", warnBefore, Duration.ZERO, Duration.ofDays(365))
                .done();
    }

    private static boolean isWeb(URI directory) {
        return directory.getHost() != null && "https".equals(directory.getScheme());
    }

    /**
     * An account that the authority knows already.
     *
     * @param id what the authority calls it, its key identifier
     * @param key the key that came with it, in base64url
     */
    record External(@Nullable String id, @Nullable String key) {

        External {
            Settings.of("warren.https.acme.external")
                    .check(
                            (id == null) == (key == null),
                            "id",
                            id == null ? "unset" : id,
                            "id and key")
                    .done();
        }

        @Override
        public String toString() {
            return "External[id=" + id + "]";
        }
    }

    /**
     * A name server that takes dynamic updates (RFC 2136).
     *
     * @param server its {@code address:port}; unset for no {@code dns-01}
     * @param zone the zone that is written to
     * @param keyName what the server calls the key that updates are signed with (TSIG); unset for
     *     no signature
     * @param keySecret that key in base64
     * @param keyAlgorithm {@code hmac-sha256}, {@code hmac-sha384} or {@code hmac-sha512}
     * @param propagation how long a record may take to reach all servers of the zone
     */
    record Dns(
            @Nullable String server,
            @Nullable String zone,
            @Nullable String keyName,
            @Nullable String keySecret,
            @DefaultValue("hmac-sha256") String keyAlgorithm,
            @DefaultValue("5s") Duration propagation) {

        private static final Pattern SERVER =
                Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?");
        private static final Set<String> ALGORITHMS =
                Set.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

        Dns {
            Settings.of("warren.https.acme.dns")
                    .check(
                            server == null || SERVER.matcher(server).matches(),
                            "server",
                            String.valueOf(server),
                            "an address, with a port if need be, such as 127.0.0.1:53")
                    .check(
                            server == null || zone != null && NAME.matcher(zone).matches(),
                            "zone",
                            zone == null ? "unset" : zone,
                            "the zone that the server takes updates for")
                    .check(
                            (keyName == null) == (keySecret == null)
                                    && (keySecret == null || isBase64(keySecret)),
                            "key-secret",
                            keySecret == null ? "unset" : "not shown",
                            "base64, and key-name with it")
                    .check(
                            ALGORITHMS.contains(keyAlgorithm),
                            "key-algorithm",
                            keyAlgorithm,
                            "hmac-sha256, hmac-sha384 or hmac-sha512")
                    .between("propagation", propagation, Duration.ZERO, Duration.ofMinutes(10))
                    .done();
        }

        private static boolean isBase64(String text) {
            return text.matches("[A-Za-z0-9+/]{8,}={0,2}");
        }

        /** Whether {@code name} is in the zone, if there is one. */
        boolean holds(String name) {
            return server != null
                    && zone != null
                    && (name.equals(zone) || name.endsWith("." + zone));
        }

        @Override
        public String toString() {
            return "Dns[server=" + server + ", zone=" + zone + ", keyName=" + keyName + "]";
        }
    }

    /**
     * Certificates that are ordered when a visitor first asks for a host.
     *
     * @param enabled whether they are
     * @param perAccount certificates of one account
     * @param ordersPerDay orders of one account a day, renewals not counted
     */
    record OnDemand(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("20") int perAccount,
            @DefaultValue("10") int ordersPerDay) {

        OnDemand {
            Settings.of("warren.https.acme.on-demand")
                    .between("per-account", perAccount, 1, 10_000)
                    .between("orders-per-day", ordersPerDay, 1, 10_000)
                    .done();
        }
    }
}
