package dev.warren.feeds.fulltext;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Pages that are read for their whole text.
 *
 * @param concurrent how many this node reads at a time
 * @param poll how often this node looks for pages that are wanted
 * @param timeout for a page with its redirects and its last byte
 * @param maxPage how large one may be, counted after decompression
 * @param newest of what a feed has when this is switched on, and of what comes at once, the pages
 *     of so many items are read
 * @param retry the pause after a first failure; four times as long after each that follows
 */
@ConfigurationProperties("warren.feeds.full-text")
record FullTextProperties(
        @DefaultValue("4") int concurrent,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("2MB") DataSize maxPage,
        @DefaultValue("50") int newest,
        @DefaultValue("5m") Duration retry) {

    FullTextProperties {
        Duration second = Duration.ofSeconds(1);
        Settings.of("warren.feeds.full-text")
                .between("concurrent", concurrent, 1, 100)
                .between("poll", poll, Duration.ofMillis(10), Duration.ofMinutes(1))
                .between("timeout", timeout, second, Duration.ofMinutes(2))
                // the tree of a page must fit the smallest budget that feeds may have
                .between("max-page", maxPage, DataSize.ofKilobytes(64), DataSize.ofMegabytes(2))
                .between("newest", newest, 1, 1000)
                .between("retry", retry, Duration.ofMillis(10), Duration.ofDays(1))
                .done();
    }
}
