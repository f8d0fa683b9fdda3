package dev.warren.feeds.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.Account;
import dev.warren.core.testing.ManualClock;
import dev.warren.feeds.it.RunningFeeds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Digests through nights in which clocks are changed, and past clocks that somebody sets: each
 * minute that is due is honoured, and none twice.
 */
class NightsIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration STEP = Duration.ofMinutes(10);

    private static final ManualClock CLOCK = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningFeeds feeds;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Account alice;

    @BeforeAll
    static void start() {
        // the tests look for what is due by themselves
        feeds =
                RunningFeeds.start(
                        data,
                        CLOCK,
                        "warren.feeds.digest.poll",
                        "1m",
                        "warren.feeds.fetch.enabled",
                        "false");
        alice = feeds.person("alice", 1).account();
    }

    @AfterAll
    static void stop() {
        feeds.close();
    }

    /** A new file, in force from {@code now} on. */
    private static Digest kept(String cron, String zone, Instant now) {
        CLOCK.set(now);
        String name = "file%d.txt".formatted(NUMBER.incrementAndGet());
        String text =
                "=: email you@example.com\n=: cron %s\n=: timezone %s\nhttps://site.example/feed\n"
                        .formatted(cron, zone);
        Digests.Outcome outcome = feeds.bean(Digests.class).keep(alice, name, text.getBytes(UTF_8));
        assertThat(outcome).isInstanceOf(Digests.Outcome.Kept.class);
        return ((Digests.Outcome.Kept) outcome).digest();
    }

    private static void runWhatIsDue() {
        DigestRunner runner = feeds.bean(DigestRunner.class);
        List<DigestRows.Claim> due = runner.due(50, true);
        due.forEach(runner::run);
    }

    private static void walk(Duration length) {
        for (Duration gone = Duration.ZERO; gone.compareTo(length) < 0; gone = gone.plus(STEP)) {
            runWhatIsDue();
            CLOCK.advance(STEP);
        }
    }

    /** The minutes that were honoured, in the order of the runs. */
    private static List<Instant> honoured(Digest digest) {
        return feeds.bean(Digests.class).runs(digest, 200).reversed().stream()
                .map(DigestRun::dueAt)
                .toList();
    }

    private static List<Instant> instants(String text) {
        return Arrays.stream(text.strip().split(" +")).map(Instant::parse).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # 02:30 does not exist, and is honoured together with 03:30
                    Europe/Berlin       | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z
                    # 02:30 comes twice, and is honoured once
                    Europe/Berlin       | 2026-10-24T23:00:00Z | 2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T02:30:00Z
                    America/New_York    | 2026-03-08T06:00:00Z | 2026-03-08T06:30:00Z 2026-03-08T07:30:00Z
                    # 01:30 comes twice
                    America/New_York    | 2026-11-01T05:00:00Z | 2026-11-01T05:30:00Z 2026-11-01T07:30:00Z 2026-11-01T08:30:00Z
                    # half an hour only, from 02:00 back to 01:30, and from 02:00 to 02:30
                    Australia/Lord_Howe | 2026-04-04T14:00:00Z | 2026-04-04T14:30:00Z 2026-04-04T16:00:00Z 2026-04-04T17:00:00Z
                    Australia/Lord_Howe | 2026-10-03T14:00:00Z | 2026-10-03T15:00:00Z 2026-10-03T15:30:00Z 2026-10-03T16:30:00Z
                    """)
    void honoursEachDueMinuteOfANightOnce(String zone, String begin, String expected) {
        Digest digest = kept("30 1-3 * * *", zone, Instant.parse(begin));

        walk(Duration.ofHours(8));

        assertThat(honoured(digest)).containsExactlyElementsOf(instants(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,2026-03-29T00:00:00Z",
        "Europe/Berlin,2026-10-24T23:00:00Z",
        "America/New_York,2026-03-08T06:00:00Z",
        "America/New_York,2026-11-01T05:00:00Z"
    })
    void keepsEveryHourOfANight(String zone, String begin) {
        Instant first = Instant.parse(begin);
        Digest digest = kept("30 * * * *", zone, first);

        walk(Duration.ofHours(6));

        assertThat(honoured(digest))
                .containsExactly(
                        first.plus(Duration.ofMinutes(30)),
                        first.plus(Duration.ofMinutes(90)),
                        first.plus(Duration.ofMinutes(150)),
                        first.plus(Duration.ofMinutes(210)),
                        first.plus(Duration.ofMinutes(270)),
                        first.plus(Duration.ofMinutes(330)));
    }

    @Test
    void honoursNothingTwiceWhenTheClockIsSetBack() {
        Instant begin = Instant.parse("2026-06-01T06:00:00Z");
        Digest digest = kept("0 * * * *", "UTC", begin);
        walk(Duration.ofMinutes(130));
        assertThat(honoured(digest)).hasSize(2);

        CLOCK.set(begin);
        walk(Duration.ofHours(3));

        assertThat(honoured(digest))
                .containsExactlyElementsOf(instants("2026-06-01T07:00:00Z 2026-06-01T08:00:00Z"));
        runWhatIsDue();
        assertThat(honoured(digest)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void catchesUpOnceWhenTheClockIsSetForward() {
        Instant begin = Instant.parse("2026-06-02T06:00:00Z");
        Digest digest = kept("0 * * * *", "UTC", begin);
        walk(Duration.ofMinutes(70));

        CLOCK.set(begin.plus(Duration.ofHours(6)).plus(STEP));
        walk(Duration.ofHours(1));

        assertThat(honoured(digest))
                .containsExactlyElementsOf(
                        instants("2026-06-02T07:00:00Z 2026-06-02T08:00:00Z 2026-06-02T13:00:00Z"));
    }
}
