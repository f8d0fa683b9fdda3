package dev.warren.feeds.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static String next(String cron, String zone, String after) {
        return new Schedule(cron, ZoneId.of(zone)).next(Instant.parse(after)).toString();
    }

    private static Stream<String> times(String cron, String zone, String after, int count) {
        Schedule schedule = new Schedule(cron, ZoneId.of(zone));
        return Stream.iterate(schedule.next(Instant.parse(after)), schedule::next)
                .limit(count)
                .map(Instant::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 13 * * *     | UTC              | 2026-05-01T12:00:00Z | 2026-05-01T13:00:00Z
                    0 13 * * *     | UTC              | 2026-05-01T13:00:00Z | 2026-05-02T13:00:00Z
                    30 7 * * 1-5   | Europe/Paris     | 2026-05-01T12:00:00Z | 2026-05-04T05:30:00Z
                    @daily         | America/New_York | 2026-05-01T12:00:00Z | 2026-05-02T04:00:00Z
                    @15minutes     | UTC              | 2026-05-01T12:00:01Z | 2026-05-01T12:15:00Z
                    0 9 L * *      | UTC              | 2026-02-01T12:00:00Z | 2026-02-28T09:00:00Z
                    0 9 * * fri#2  | UTC              | 2026-05-01T12:00:00Z | 2026-05-08T09:00:00Z
                    0 9 13 * FRI   | UTC              | 2026-05-01T12:00:00Z | 2026-05-08T09:00:00Z
                    0 9 3 * FRI    | UTC              | 2026-05-01T12:00:00Z | 2026-05-03T09:00:00Z
                    0 9 29 2 *     | UTC              | 2026-05-01T12:00:00Z | 2028-02-29T09:00:00Z
                    0 9 * * 7      | UTC              | 2026-05-01T12:00:00Z | 2026-05-03T09:00:00Z
                    15 * * * *     | Asia/Kolkata     | 2026-05-01T12:00:00Z | 2026-05-01T12:45:00Z
                    """)
    void findsTheNextMinute(String cron, String zone, String after, String expected) {
        assertThat(next(cron, zone, after)).isEqualTo(expected);
    }

    @Test
    void honoursATimeThatDoesNotExistAsMuchLater() {
        assertThat(times("30 2 * * *", "Europe/Paris", "2026-03-28T00:00:00Z", 3))
                .containsExactly(
                        "2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(times("0 0 * * *", "America/Havana", "2026-03-07T06:00:00Z", 2))
                .containsExactly("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
    }

    @Test
    void honoursATimeThatComesTwiceOnce() {
        assertThat(times("30 2 * * *", "Europe/Paris", "2026-10-24T00:00:00Z", 3))
                .containsExactly(
                        "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(next("30 2 * * *", "Europe/Paris", "2026-10-25T01:00:00Z"))
                .isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void keepsEveryHourWhateverTheClocksDo() {
        assertThat(times("0 * * * *", "Europe/Paris", "2026-03-28T23:30:00Z", 4))
                .containsExactly(
                        "2026-03-29T00:00:00Z",
                        "2026-03-29T01:00:00Z",
                        "2026-03-29T02:00:00Z",
                        "2026-03-29T03:00:00Z");
        assertThat(times("*/30 * * * *", "Europe/Paris", "2026-10-24T23:50:00Z", 5))
                .containsExactly(
                        "2026-10-25T00:00:00Z",
                        "2026-10-25T00:30:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-25T01:30:00Z",
                        "2026-10-25T02:00:00Z");
        assertThat(times("0 * * * *", "Australia/Lord_Howe", "2026-04-04T13:30:00Z", 3))
                .containsExactly(
                        "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 25 * * *       | the hour is 25
                    0 7 * * MOONDAY  | the weekday is MOONDAY
                    0 7 32 * *       | the day of month is 32
                    0 0 30 2 *       | there is no such day
                    * * * * *        | at least 5 minutes
                    */2 * * * *      | at least 5 minutes
                    0,58 * * * *     | at least 5 minutes
                    0 7 * * * 2027   | five fields
                    0 0 7 * * *      | five fields
                    @always          | five fields
                    daily            | five fields
                    """)
    void saysWhatIsWrong(String cron, String words) {
        assertThatThrownBy(() -> new Schedule(cron, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
