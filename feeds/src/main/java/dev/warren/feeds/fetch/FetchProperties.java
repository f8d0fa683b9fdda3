package dev.warren.feeds.fetch;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When and how feeds are fetched.
 *
 * @param enabled whether this node fetches at all
 * @param concurrent how many feeds this node fetches at a time
 * @param poll how often this node looks for feeds that are due
 * @param timeout for a feed with its redirects and its last byte
 * @param least the shortest time between two requests for a feed, unless somebody waits for it
 * @param most the longest, and that of feeds that fail
 * @param retry the pause after a first failure; doubled with each that follows
 * @param pushed the time between two requests for a feed whose hub sends its news
 */
@ConfigurationProperties("warren.feeds.fetch")
record FetchProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("32") int concurrent,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("15m") Duration least,
        @DefaultValue("24h") Duration most,
        @DefaultValue("1h") Duration retry,
        @DefaultValue("12h") Duration pushed) {

    FetchProperties {
        Duration second = Duration.ofSeconds(1);
        Duration month = Duration.ofDays(31);
        Settings.of("warren.feeds.fetch")
                .between("concurrent", concurrent, 1, 1000)
                .between("poll", poll, Duration.ofMillis(10), Duration.ofMinutes(1))
                .between("timeout", timeout, second, Duration.ofMinutes(2))
                .between("least", least, second, Duration.ofDays(1))
                .between("most", most, least, month)
                .between("retry", retry, second, most)
                .between("pushed", pushed, least, month)
                .done();
    }
}
