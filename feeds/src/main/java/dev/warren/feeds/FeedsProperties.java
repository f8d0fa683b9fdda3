package dev.warren.feeds;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Feeds.
 *
 * @param memory the budget of all that feeds hold: documents while they are parsed, mails while
 *     they are made
 * @param maxDocument how large a feed may be, counted after decompression
 */
@ConfigurationProperties("warren.feeds")
public record FeedsProperties(
        @DefaultValue("32MB") DataSize memory, @DefaultValue("5MB") DataSize maxDocument) {

    public FeedsProperties {
        Settings.of("warren.feeds")
                .between("memory", memory, DataSize.ofMegabytes(16), DataSize.ofGigabytes(64))
                .between("max-document", maxDocument, DataSize.ofKilobytes(64), memory)
                .done();
    }
}
