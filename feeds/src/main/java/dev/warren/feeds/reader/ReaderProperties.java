package dev.warren.feeds.reader;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Readers of feeds.
 *
 * @param maxSubscriptions feeds that one account may follow
 * @param maxFolders folders, and as many tags, that one account may have
 * @param maxRules rules that one account may have
 * @param firstItems how many of its newest items are unread when a feed is first followed
 */
@ConfigurationProperties("warren.feeds.reader")
record ReaderProperties(
        @DefaultValue("2000") int maxSubscriptions,
        @DefaultValue("200") int maxFolders,
        @DefaultValue("200") int maxRules,
        @DefaultValue("50") int firstItems) {

    ReaderProperties {
        Settings.of("warren.feeds.reader")
                .between("max-subscriptions", maxSubscriptions, 1, 100_000)
                .between("max-folders", maxFolders, 1, 10_000)
                .between("max-rules", maxRules, 0, 10_000)
                .between("first-items", firstItems, 0, 1000)
                .done();
    }
}
