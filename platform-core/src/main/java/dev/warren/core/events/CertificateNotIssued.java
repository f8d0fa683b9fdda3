package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * The certificate for somebody's host was ordered and did not come; it is ordered again when it is
 * asked for later.
 *
 * @param host in lower case, ASCII
 * @param owner whose host it is
 * @param reason one line, with the authority's words where it said any
 */
public record CertificateNotIssued(String host, AccountName owner, String reason, Instant at) {}
