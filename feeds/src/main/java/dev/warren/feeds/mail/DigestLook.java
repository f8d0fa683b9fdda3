package dev.warren.feeds.mail;

import dev.warren.feeds.clean.MailImages;
import java.net.URI;
import java.time.ZoneId;

/**
 * What all mails of a digest have in common.
 *
 * @param title the digest's
 * @param owner the account whose it is
 * @param content whether there is more than links
 * @param unsubscribe the page that ends it
 */
public record DigestLook(
        String title,
        String owner,
        boolean content,
        MailImages images,
        ZoneId zone,
        URI unsubscribe) {}
