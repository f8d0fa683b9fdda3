package dev.warren.feeds.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachingTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:30:00Z");

    private static Page page(String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new Page(
                200,
                URI.create("https://e.example/"),
                all,
                List.of(),
                new Page.Body(new byte[0], MemoryBudget.root("test", 1).reserve(0)));
    }

    @Test
    void readsHowLongAnAnswerIsGood() {
        assertThat(Caching.freshFor(page("cache-control", "public, max-age=600"), NOW))
                .contains(Duration.ofMinutes(10));
        assertThat(Caching.freshFor(page("cache-control", "max-age=\"600\"", "age", "100"), NOW))
                .contains(Duration.ofSeconds(500));
        assertThat(
                        Caching.freshFor(
                                page(
                                        "date", "Mon, 02 Mar 2026 08:00:00 GMT",
                                        "expires", "Mon, 02 Mar 2026 09:00:00 GMT"),
                                NOW))
                .contains(Duration.ofHours(1));
    }

    @Test
    void ignoresWhatSaysNothing() {
        assertThat(Caching.freshFor(page(), NOW)).isEmpty();
        assertThat(Caching.freshFor(page("cache-control", "no-cache, max-age=600"), NOW)).isEmpty();
        assertThat(Caching.freshFor(page("expires", "0"), NOW)).isEmpty();
        assertThat(Caching.freshFor(page("expires", "Mon, 02 Mar 2020 09:00:00 GMT"), NOW))
                .isEmpty();
    }

    @Test
    void readsWhenToComeAgain() {
        assertThat(Caching.retryAfter(page("retry-after", " 120 "), NOW))
                .contains(Duration.ofMinutes(2));
        assertThat(Caching.retryAfter(page("retry-after", "Mon, 02 Mar 2026 11:30:00 GMT"), NOW))
                .contains(Duration.ofHours(1));
        assertThat(Caching.retryAfter(page("retry-after", "-5"), NOW)).isEmpty();
        assertThat(Caching.retryAfter(page("retry-after", "soon"), NOW)).isEmpty();
    }

    @Test
    void findsLinksByTheirRelation() {
        List<String> headers =
                Arrays.asList(
                        "<https://e/next>; rel=next",
                        "<https://hub/>; rel=\"hub\", <https://e/feed>; rel=\"self\"");

        assertThat(Caching.link(headers, "hub")).contains("https://hub/");
        assertThat(Caching.link(headers, "self")).contains("https://e/feed");
        assertThat(Caching.link(headers, "alternate")).isEmpty();
        assertThat(Caching.link(List.of("<a>; rel=" + "x".repeat(100_000)), "hub")).isEmpty();
    }
}
