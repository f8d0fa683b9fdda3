package dev.warren.feeds.item;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long items are kept. What is starred, and what a digest has still to bring, stays.
 *
 * @param read what all its readers have read, or what has none
 * @param unread what somebody has not read
 */
@ConfigurationProperties("warren.feeds.keep")
record RetentionProperties(
        @DefaultValue("60d") Duration read, @DefaultValue("180d") Duration unread) {

    RetentionProperties {
        Duration longest = Duration.ofDays(36_500);
        Settings.of("warren.feeds.keep")
                .between("read", read, Duration.ofDays(1), longest)
                .between("unread", unread, read, longest)
                .done();
    }
}
