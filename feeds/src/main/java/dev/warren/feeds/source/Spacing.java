package dev.warren.feeds.source;

import java.time.Duration;

/** How often each domain is asked. Thread-safe. */
public final class Spacing {

    private final PaceProperties settings;

    Spacing(PaceProperties settings) {
        this.settings = settings;
    }

    /** The least time between the end of a request to {@code domain} and the next. */
    public Duration of(String domain) {
        return settings.ownSpacing(domain).orElse(settings.spacing());
    }

    /** Whether {@code domain} refuses who asks too much where others say so. */
    public boolean isTouchy(String domain) {
        return settings.ownSpacing(domain).isPresent();
    }
}
