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
 * @param maxDocument how large a feed may be, counted after decompression; reading one must fit the
 *     budget
 */
@ConfigurationProperties("warren.feeds")
public record FeedsProperties(
        @DefaultValue("32MB") DataSize memory, @DefaultValue("5MB") DataSize maxDocument) {

    public FeedsProperties {
        Settings.of("warren.feeds")
                .between("memory", memory, DataSize.ofMegabytes(16), DataSize.ofGigabytes(64))
                .between("max-document", maxDocument, DataSize.ofKilobytes(64), readable(memory))
                .done();
    }

    /** The largest document that can be read within a budget, with its own bytes. */
    private static DataSize readable(DataSize memory) {
        // what FeedParser holds at most: 4 MB, and five times the document when it is a stream
        long bytes = (memory.toBytes() - DataSize.ofMegabytes(4).toBytes()) / 5;
        return DataSize.ofKilobytes(Math.max(64, bytes / 1024));
    }
}
