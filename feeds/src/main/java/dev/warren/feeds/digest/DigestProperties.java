package dev.warren.feeds.digest;

import dev.warren.core.Settings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Digests by mail.
 *
 * @param maxFiles how many files an account may have
 * @param maxFeeds how many feeds a file may have
 * @param maxFile how large a file may be
 * @param firstItems how many items of a feed its first mail has; older ones count as known
 * @param mailsPerDay how many mails an account may send a day
 * @param consent whether addresses that are not the account's own are asked before they get mail
 * @param url where the pages behind links in mails are; unset means the platform's domain on its
 *     HTTP port
 * @param poll how often the database is asked what is due
 */
@ConfigurationProperties("warren.feeds.digest")
public record DigestProperties(
        @DefaultValue("100") int maxFiles,
        @DefaultValue("500") int maxFeeds,
        @DefaultValue("256KB") DataSize maxFile,
        @DefaultValue("10") int firstItems,
        @DefaultValue("200") int mailsPerDay,
        @DefaultValue("true") boolean consent,
        @Nullable URI url,
        @DefaultValue("5s") Duration poll) {

    public DigestProperties {
        Settings.of("warren.feeds.digest")
                .between("max-files", maxFiles, 1, 1000)
                .between("max-feeds", maxFeeds, 1, 10_000)
                .between("max-file", maxFile, DataSize.ofKilobytes(4), DataSize.ofMegabytes(4))
                .between("first-items", firstItems, 0, 500)
                .between("mails-per-day", mailsPerDay, 1, 100_000)
                .check(
                        url == null || url.getHost() != null && url.getRawQuery() == null,
                        "url",
                        String.valueOf(url),
                        "an address such as https://example.com")
                .between("poll", poll, Duration.ofMillis(50), Duration.ofMinutes(1))
                .done();
    }
}
