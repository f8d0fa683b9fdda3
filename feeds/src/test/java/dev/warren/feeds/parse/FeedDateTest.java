package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 01 Jan 2004 19:48:21 GMT | 2004-01-01T19:48:21Z",
                "Thu, 1 Jan 2004 19:48 -0500 | 2004-01-02T00:48:00Z",
                "01 Jan 04 19:48:21 EST | 2004-01-02T00:48:21Z",
                "Thursday, 01 January 2004 19:48:21 +05:30 | 2004-01-01T14:18:21Z",
                "Thu, 01 Jan 2004 24:00:00 GMT | 2004-01-02T00:00:00Z",
                "Thu Jan  1 19:48:21 2004 | 2004-01-01T19:48:21Z",
                "Thu Jan  1 19:48:21 PST 2004 | 2004-01-02T03:48:21Z",
                "Jan 5, 2024 10:00 PM EST | 2024-01-06T03:00:00Z",
                "January 5, 2024 | 2024-01-05T00:00:00Z",
                "2003-12-31T10:14:55Z | 2003-12-31T10:14:55Z",
                "2003-12-31T10:14:55-08:00 | 2003-12-31T18:14:55Z",
                "2003-12-31T10:14:55+0100 | 2003-12-31T09:14:55Z",
                "2003-12-31 10:14:55 | 2003-12-31T10:14:55Z",
                "2003-12-31 10:14 UTC | 2003-12-31T10:14:00Z",
                "20031231T101455Z | 2003-12-31T10:14:55Z",
                "2003-12-31 | 2003-12-31T00:00:00Z",
                "2003-12 | 2003-12-01T00:00:00Z",
                "2003 | 2003-01-01T00:00:00Z",
                "2003-365 | 2003-12-31T00:00:00Z",
                "2025-06-10T04:00:00.492186Z | 2025-06-10T04:00:00.492186Z",
                "2025/06/10 04:00:00 | 2025-06-10T04:00:00Z",
                "06/25/2024 09:30 AM | 2024-06-25T09:30:00Z",
                "25.06.2024 09:30 | 2024-06-25T09:30:00Z",
                "1718000000 | 2024-06-10T06:13:20Z",
                "1718000000123 | 2024-06-10T06:13:20.123Z",
                "Mar, 05 mars 2024 10:00:00 +0100 | 2024-03-05T09:00:00Z",
                "Di, 05 Mär 2024 10:00:00 +0100 | 2024-03-05T09:00:00Z",
                "mar, 05 ene 2024 10:00:00 GMT | 2024-01-05T10:00:00Z",
                "5 décembre 2023 | 2023-12-05T00:00:00Z",
                "Sun, 31 Dec 99 23:59:59 GMT | 1999-12-31T23:59:59Z"
            })
    void readsDatesAsPublishersWriteThem(String written, Instant expected) {
        assertThat(FeedDate.parse(written, Parsers.NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Mon, 01 Jan 2040 00:00:00 GMT",
                "0000-00-00T00:00:00Z",
                "2024-02-31",
                "-1",
                "99999999999999999999",
                "Thu, 01 Jan 2004 19:48:21 +9999",
                "+100000000-01-01T00:00:00Z"
            })
    void takesNothingThatCannotBe(String written) {
        assertThat(FeedDate.parse(written, Parsers.NOW)).isEmpty();
    }
}
