package dev.warren.core.audit;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the audit log.
 *
 * @param keep how long entries are kept
 */
@ConfigurationProperties("warren.audit")
record AuditProperties(@DefaultValue("365d") Duration keep) {

    AuditProperties {
        Settings.of("warren.audit")
                .between("keep", keep, Duration.ofDays(1), Duration.ofDays(36_500))
                .done();
    }
}
