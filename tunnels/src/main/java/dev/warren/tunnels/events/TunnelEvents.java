package dev.warren.tunnels.events;

import dev.warren.core.events.CertificateNotIssued;
import dev.warren.core.events.DomainChanged;
import dev.warren.core.events.TunnelClosed;
import dev.warren.core.events.TunnelHealthChanged;
import dev.warren.core.events.TunnelOpened;
import dev.warren.core.events.TunnelRefused;
import dev.warren.core.events.WebhookSwitchedOff;
import dev.warren.core.people.AccountName;
import dev.warren.core.webhooks.WebhookEvent;
import dev.warren.core.webhooks.Webhooks;
import java.util.Map;
import org.springframework.context.event.EventListener;

/**
 * Hears of all that happens to tunnels, and tells it to those whom users ask or have named. Called
 * where it happens, so nothing here waits.
 */
final class TunnelEvents {

    /** Of webhooks that are told of tunnels. */
    static final String TOPIC = "tunnels";

    private final EventRing ring;
    private final Webhooks webhooks;

    TunnelEvents(EventRing ring, Webhooks webhooks) {
        this.ring = ring;
        this.webhooks = webhooks;
    }

    @EventListener
    void on(TunnelOpened event) {
        tell(TunnelEvent.of(event));
    }

    @EventListener
    void on(TunnelClosed event) {
        tell(TunnelEvent.of(event));
    }

    @EventListener
    void on(TunnelRefused event) {
        tell(TunnelEvent.of(event));
    }

    @EventListener
    void on(TunnelHealthChanged event) {
        tell(TunnelEvent.of(event));
    }

    @EventListener
    void on(DomainChanged event) {
        tell(TunnelEvent.of(event));
    }

    @EventListener
    void on(CertificateNotIssued event) {
        tell(TunnelEvent.of(event));
    }

    /** Not for the webhook, which is off. */
    @EventListener
    void on(WebhookSwitchedOff event) {
        if (event.topic().equals(TOPIC)) {
            ring.add(TunnelEvent.of(event));
        }
    }

    private void tell(TunnelEvent event) {
        ring.add(event);
        Map<String, ?> data =
                Map.of(
                        "what", event.what(),
                        "kind", event.kind(),
                        "name", event.name(),
                        "owner", event.owner(),
                        "reason", event.reason());
        webhooks.post(
                new WebhookEvent(
                        new AccountName(event.owner()), TOPIC, event.what(), event.at(), data));
    }
}
