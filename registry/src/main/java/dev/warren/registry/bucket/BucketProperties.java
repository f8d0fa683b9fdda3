package dev.warren.registry.bucket;

import dev.warren.core.Settings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * An S3-compatible store for blobs.
 *
 * @param bucket its name; unset for files of this machine
 * @param endpoint where it is, such as {@code http://minio:9000}; unset for Amazon's
 * @param publicEndpoint where clients reach it that are sent there; unset for {@code endpoint}
 * @param region what it calls itself
 * @param prefix what the names of all objects begin with, such as {@code warren/}
 * @param accessKey with {@code secret-key}; both unset for what Amazon's tools find by themselves
 * @param secretKey with {@code access-key}
 * @param pathStyle whether the bucket is in the path rather than in the host
 * @param partSize bytes of one part of a large blob
 * @param atOnce parts that are sent at the same time
 * @param timeout how long one call may take
 * @param tries how often a call is made that fails
 * @param redirect whether clients fetch from the store themselves what is not on this machine
 * @param redirectFor how long they may take to begin
 * @param localSize what copies on this machine may fill
 */
@ConfigurationProperties("warren.registry.s3")
public record BucketProperties(
        @Nullable String bucket,
        @Nullable URI endpoint,
        @Nullable URI publicEndpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String prefix,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @DefaultValue("true") boolean pathStyle,
        @DefaultValue("16MB") DataSize partSize,
        @DefaultValue("8") int atOnce,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("3") int tries,
        @DefaultValue("false") boolean redirect,
        @DefaultValue("5m") Duration redirectFor,
        @DefaultValue("10GB") DataSize localSize) {

    public BucketProperties {
        bucket = blank(bucket);
        accessKey = blank(accessKey);
        secretKey = blank(secretKey);
        DataSize most = DataSize.ofTerabytes(1000);
        Settings.of("warren.registry.s3")
                .check(
                        bucket == null || bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,62}"),
                        "bucket",
                        String.valueOf(bucket),
                        "3 to 63 letters, digits, dots and hyphens")
                .check(
                        bucket != null || endpoint == null,
                        "bucket",
                        String.valueOf(bucket),
                        "set, as endpoint is")
                .check(isWeb(endpoint), "endpoint", String.valueOf(endpoint), "http(s)://HOST")
                .check(
                        isWeb(publicEndpoint),
                        "public-endpoint",
                        String.valueOf(publicEndpoint),
                        "http(s)://HOST")
                .check(
                        prefix.matches("([A-Za-z0-9][A-Za-z0-9._-]{0,60}/){0,8}"),
                        "prefix",
                        prefix,
                        "words with a slash behind each, such as warren/")
                .check(
                        (accessKey == null) == (secretKey == null),
                        "secret-key",
                        "(not shown)",
                        "set together with access-key")
                .between("part-size", partSize, DataSize.ofMegabytes(5), DataSize.ofMegabytes(5000))
                .between("at-once", atOnce, 1, 1000)
                .between("timeout", timeout, Duration.ofMillis(100), Duration.ofHours(1))
                .between("tries", tries, 1, 10)
                .between("redirect-for", redirectFor, Duration.ofSeconds(1), Duration.ofHours(12))
                .between("local-size", localSize, DataSize.ofBytes(0), most)
                .done();
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static boolean isWeb(@Nullable URI address) {
        return address == null
                || address.getHost() != null
                        && ("http".equals(address.getScheme())
                                || "https".equals(address.getScheme()));
    }

    /** Whether blobs are to be in a bucket. */
    public boolean isOn() {
        return bucket != null;
    }

    /** Without what must not be read by anybody. */
    @Override
    public String toString() {
        return "BucketProperties[bucket=%s, endpoint=%s]".formatted(bucket, endpoint);
    }
}
