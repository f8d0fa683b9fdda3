package dev.warren.registry;

import dev.warren.core.Settings;
import dev.warren.core.WarrenProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The registry.
 *
 * @param dir where blobs are, unset for {@code registry} in the data directory
 * @param memory the budget of all that the registry holds for requests
 * @param manifestCache the part of it that manifests may hold which are asked for all the time
 * @param maxPerAccount what the hosted repositories of one account may hold
 * @param cacheSize what blobs of other registries may fill; the longest unused go first
 * @param keepFree what pushes and fetches leave free on the disk
 * @param maxUploads uploads of one account that are not finished
 * @param maxRepositories repositories of one account
 * @param maxManifests manifests of one repository, and tags
 * @param uploadIdle how long an upload that nobody goes on with is kept
 * @param sparse whether a manifest may be pushed without the blobs that it is made of, as the
 *     specification allows
 * @param anonymous whether who has no account may pull other registries' images through this one
 * @param failedLogins failed log-ins of one address a minute
 */
@ConfigurationProperties("warren.registry")
public record RegistryProperties(
        @Nullable Path dir,
        @DefaultValue("48MB") DataSize memory,
        @DefaultValue("8MB") DataSize manifestCache,
        @DefaultValue("10GB") DataSize maxPerAccount,
        @DefaultValue("20GB") DataSize cacheSize,
        @DefaultValue("1GB") DataSize keepFree,
        @DefaultValue("20") int maxUploads,
        @DefaultValue("1000") int maxRepositories,
        @DefaultValue("20000") int maxManifests,
        @DefaultValue("24h") Duration uploadIdle,
        @DefaultValue("true") boolean sparse,
        @DefaultValue("true") boolean anonymous,
        @DefaultValue("30") int failedLogins) {

    public RegistryProperties {
        DataSize most = DataSize.ofTerabytes(1000);
        Settings.of("warren.registry")
                .between("memory", memory, DataSize.ofMegabytes(16), DataSize.ofGigabytes(64))
                .between("manifest-cache", manifestCache, DataSize.ofKilobytes(64), memory)
                .between("max-per-account", maxPerAccount, DataSize.ofMegabytes(1), most)
                .between("cache-size", cacheSize, DataSize.ofMegabytes(1), most)
                .between("keep-free", keepFree, DataSize.ofBytes(0), most)
                .between("max-uploads", maxUploads, 1, 1000)
                .between("max-repositories", maxRepositories, 1, 1_000_000)
                .between("max-manifests", maxManifests, 1, 1_000_000)
                .between("upload-idle", uploadIdle, Duration.ofMinutes(1), Duration.ofDays(30))
                .between("failed-logins", failedLogins, 1, 100_000)
                .done();
    }

    /** Where files of the registry are. */
    public Path folder(WarrenProperties platform) {
        return dir == null ? platform.dataDir().resolve("registry") : dir;
    }
}
