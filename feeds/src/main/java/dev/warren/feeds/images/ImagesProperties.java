package dev.warren.feeds.images;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Pictures of items.
 *
 * @param proxy which of them come by this server: {@code all}, {@code http-only}, which are those
 *     that come without TLS, or {@code none}
 * @param max how large one may be
 * @param atATime how many are fetched at a time
 */
@ConfigurationProperties("warren.feeds.images")
record ImagesProperties(
        @DefaultValue("all") Which proxy,
        @DefaultValue("10MB") DataSize max,
        @DefaultValue("16") int atATime) {

    /** Which pictures come by this server. */
    enum Which {
        ALL,
        HTTP_ONLY,
        NONE
    }

    ImagesProperties {
        Settings.of("warren.feeds.images")
                .between("max", max, DataSize.ofKilobytes(1), DataSize.ofGigabytes(1))
                .between("at-a-time", atATime, 1, 1000)
                .done();
    }
}
