package dev.warren.feeds.websub;

import dev.warren.core.Settings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * News that hubs send.
 *
 * @param url where hubs reach this server, such as {@code https://warren.example.org}; unset, feeds
 *     are only asked
 * @param lease for how long hubs are asked to send; they may choose another time
 * @param receiving how much of what hubs send is read at a time
 */
@ConfigurationProperties("warren.feeds.websub")
record WebSubProperties(
        @Nullable URI url, @DefaultValue("10d") Duration lease, @DefaultValue("4") int receiving) {

    WebSubProperties {
        url = url == null || url.toString().isBlank() ? null : url;
        Settings.of("warren.feeds.websub")
                .check(
                        url == null || isPlain(url),
                        "url",
                        String.valueOf(url),
                        "the form https://warren.example.org")
                .between("lease", lease, Duration.ofHours(1), Duration.ofDays(90))
                .between("receiving", receiving, 1, 100)
                .done();
    }

    private static boolean isPlain(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }
}
