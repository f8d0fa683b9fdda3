package dev.warren.core.webhooks;

import dev.warren.core.people.Account;
import java.util.Optional;
import java.util.Set;

/**
 * The door to webhooks: addresses that accounts want to be told of events at, one for each topic. A
 * module has a topic of its own, such as {@code tunnels}.
 *
 * <p>{@link #post} never blocks. All else asks the database, and some of it other servers: call it
 * on a virtual thread. While the database is away, they throw {@link
 * org.springframework.dao.DataAccessException} or {@link
 * org.springframework.transaction.TransactionException}.
 */
public interface Webhooks {

    /**
     * Takes an event on its way, if its account has a webhook that wants it. What does not fit is
     * lost and counted. Never blocks, never throws.
     */
    void post(WebhookEvent event);

    /** The webhook of an account, as it stands. */
    Optional<WebhookState> find(Account account, String topic) throws WebhookException;

    /**
     * Names an address, or another one; events that wait go there.
     *
     * @param kinds the events that are wanted; empty for all
     * @return the new secret that requests are signed with, {@code whsec_…}; nobody can ask for it
     *     again
     * @throws WebhookException when the address is refused
     */
    String set(Account account, String topic, String url, Set<String> kinds)
            throws WebhookException;

    /**
     * Sends an event of the kind {@code test} at once and waits for the answer. One that is
     * accepted switches a webhook on again.
     *
     * @throws WebhookException when there is no webhook, or it was tested a moment ago
     */
    WebhookAnswer test(Account account, String topic) throws WebhookException;

    /** Forgets an address and what waits for it; says whether there was one. */
    boolean remove(Account account, String topic);
}
