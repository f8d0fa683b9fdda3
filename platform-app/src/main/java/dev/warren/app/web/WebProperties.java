package dev.warren.app.web;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The platform's own web pages.
 *
 * @param logInsPerMinute how many log-in attempts one address has a minute, by token or by link
 * @param maxSessions how many browser sessions are kept at most
 */
@ConfigurationProperties("warren.console")
record WebProperties(
        @DefaultValue("10") int logInsPerMinute, @DefaultValue("10000") int maxSessions) {

    WebProperties {
        Settings.of("warren.console")
                .between("log-ins-per-minute", logInsPerMinute, 1, 1000)
                .between("max-sessions", maxSessions, 1, 1_000_000)
                .done();
    }
}
