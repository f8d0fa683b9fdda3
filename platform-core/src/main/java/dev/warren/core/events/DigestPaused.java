package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * A digest of feeds makes no mails any more, since its reader's mail server refuses them.
 *
 * @param file the name of its file
 * @param reason a sentence with the server's words
 */
public record DigestPaused(AccountName owner, String file, String reason, Instant at) {}
