package dev.warren.feeds.mail;

import java.net.URI;
import java.util.function.Supplier;

/** Where the pages behind the links in mails are. */
public record Links(Supplier<URI> platform) {

    /** The servlet's place for questions whether somebody agrees. */
    public static final String CONSENT = "/feeds/mail/consent/";

    /** The servlet's place for those who want no more. */
    public static final String UNSUBSCRIBE = "/feeds/mail/unsubscribe/";

    URI consent(String token) {
        return URI.create(platform.get() + CONSENT + token);
    }

    public URI unsubscribe(String token) {
        return URI.create(platform.get() + UNSUBSCRIBE + token);
    }
}
