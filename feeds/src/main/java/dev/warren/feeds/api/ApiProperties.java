package dev.warren.feeds.api;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What apps speak.
 *
 * @param failedLogins failed log-ins of one address a minute
 */
@ConfigurationProperties("warren.feeds.api")
record ApiProperties(@DefaultValue("30") int failedLogins) {

    ApiProperties {
        Settings.of("warren.feeds.api").between("failed-logins", failedLogins, 1, 100_000).done();
    }
}
