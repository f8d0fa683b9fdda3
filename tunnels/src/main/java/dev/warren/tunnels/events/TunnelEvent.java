package dev.warren.tunnels.events;

import dev.warren.core.events.CertificateNotIssued;
import dev.warren.core.events.DomainChanged;
import dev.warren.core.events.TunnelClosed;
import dev.warren.core.events.TunnelHealthChanged;
import dev.warren.core.events.TunnelOpened;
import dev.warren.core.events.TunnelRefused;
import dev.warren.core.events.WebhookSwitchedOff;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One thing that happened to a tunnel, or to the wish for one.
 *
 * @param what {@code up}, {@code down}, {@code refused}, {@code well} or {@code unwell}; of domains
 *     {@code suspended} or {@code restored}; of certificates {@code failed}; of webhooks {@code
 *     off}
 * @param kind {@code http}, {@code tls}, {@code tcp}, {@code alias}, {@code domain}, {@code
 *     certificate} or {@code webhook}
 * @param owner the account's name
 * @param reason why, in words, empty for what needs none
 */
record TunnelEvent(Instant at, String what, String kind, String name, String owner, String reason) {

    /** What a webhook may be told of. */
    static final List<String> TOLD =
            List.of("up", "down", "refused", "well", "unwell", "suspended", "restored", "failed");

    static TunnelEvent of(TunnelOpened up) {
        return new TunnelEvent(up.at(), "up", lower(up.kind()), up.name(), up.owner().value(), "");
    }

    static TunnelEvent of(TunnelClosed down) {
        return new TunnelEvent(
                down.at(),
                "down",
                lower(down.kind()),
                down.name(),
                down.owner().value(),
                down.reason());
    }

    static TunnelEvent of(TunnelHealthChanged health) {
        return new TunnelEvent(
                health.at(),
                health.isUp() ? "well" : "unwell",
                lower(health.kind()),
                health.name(),
                health.owner().value(),
                health.reason());
    }

    static TunnelEvent of(TunnelRefused refused) {
        return new TunnelEvent(
                refused.at(),
                "refused",
                lower(refused.kind()),
                refused.name(),
                refused.owner().value(),
                refused.reason());
    }

    static TunnelEvent of(DomainChanged changed) {
        return new TunnelEvent(
                changed.at(),
                changed.suspended() ? "suspended" : "restored",
                "domain",
                changed.domain(),
                changed.owner().value(),
                changed.reason());
    }

    static TunnelEvent of(CertificateNotIssued failed) {
        return new TunnelEvent(
                failed.at(),
                "failed",
                "certificate",
                failed.host(),
                failed.owner().value(),
                failed.reason());
    }

    static TunnelEvent of(WebhookSwitchedOff off) {
        return new TunnelEvent(
                off.at(), "off", "webhook", off.host(), off.owner().value(), off.reason());
    }

    private static String lower(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
