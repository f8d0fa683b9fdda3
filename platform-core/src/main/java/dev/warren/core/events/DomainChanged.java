package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * A kept domain is not served any more, or is again.
 *
 * @param suspended whether it is not
 * @param reason one sentence for its owner
 */
public record DomainChanged(
        String domain, AccountName owner, boolean suspended, String reason, Instant at) {}
