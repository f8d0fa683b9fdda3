package dev.warren.feeds.source;

import dev.warren.core.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * How often a domain is asked, whatever the number of its feeds.
 *
 * @param spacing the least time between the end of a request and the next
 * @param domains domains with a spacing of their own, which are known to block who asks too much
 */
@ConfigurationProperties("warren.feeds.pace")
record PaceProperties(
        @DefaultValue("1s") Duration spacing,
        @DefaultValue({
                    "reddit.com=61s",
                    "tumblr.com=10s",
                    "openrss.org=61s",
                    "medium.com=5s",
                    "youtube.com=2s",
                    "github.com=2s",
                    "substack.com=2s",
                    "stackexchange.com=10s"
                })
                List<String> domains) {

    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9.-]+)=([0-9]+[a-z]*)");

    PaceProperties {
        domains = domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
        Settings settings =
                Settings.of("warren.feeds.pace")
                        .between("spacing", spacing, Duration.ZERO, Duration.ofHours(1));
        domains.forEach(domain ->
                settings.check(
                        read(domain).isPresent(),
                        "domains",
                        domain,
                        "the form example.org=10s, with PT0S to PT24H"));
        settings.done();
    }

    private record Own(String domain, Duration spacing) {}

    private static Optional<Own> read(String text) {
        Matcher matcher = DOMAIN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Duration spacing = DurationStyle.detectAndParse(matcher.group(2));
            return Optional.of(new Own(matcher.group(1), spacing))
                    .filter(own -> spacing.compareTo(Duration.ofDays(1)) <= 0);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** That of {@code domain} alone; empty where it is the common one. */
    Optional<Duration> ownSpacing(String domain) {
        return domains.stream()
                .flatMap(text -> read(text).stream())
                .filter(own -> own.domain().equals(domain))
                .map(Own::spacing)
                .findFirst();
    }
}
