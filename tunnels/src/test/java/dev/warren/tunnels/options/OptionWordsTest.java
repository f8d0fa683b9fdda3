package dev.warren.tunnels.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionWordsTest {

    private static final String KEY = "SHA256:" + "a".repeat(43);

    private final OptionWords words = new OptionWords(() -> Instant.parse("2030-01-01T00:00:00Z"));

    @Test
    void readsEveryWordItKnows() {
        var read =
                read(
                        "note=demo",
                        "requests=on",
                        "auto-close=true",
                        "tcp-alias=yes",
                        "local-forward=1",
                        "deadline=15m",
                        "output=json",
                        "tcp-aliases-allowed-users=" + KEY);

        assertThat(read.complaints()).isEmpty();
        assertThat(read.over(TunnelOptions.defaults()))
                .isEqualTo(
                        new TunnelOptions(
                                "demo",
                                true,
                                Instant.parse("2030-01-01T00:15:00Z"),
                                true,
                                true,
                                new AliasGuests.Keys(java.util.Set.of(KEY)),
                                true,
                                false));
    }

    @Test
    void laterWordsWin() {
        assertThat(read("requests=on", "log=off").over(TunnelOptions.defaults()).requestLines())
                .isFalse();
        assertThat(read("LOG=requests").over(TunnelOptions.defaults()).requestLines()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "15m,2030-01-01T00:15:00Z",
        "1h30m,2030-01-01T01:30:00Z",
        "2d,2030-01-03T00:00:00Z",
        "90s,2030-01-01T00:01:30Z",
        "1893456060,2030-01-01T00:01:00Z",
        "2030-01-31T18:00Z,2030-01-31T18:00:00Z",
        "2030-01-31T18:00+02:00,2030-01-31T16:00:00Z",
        "2030-01-31T18:00:05,2030-01-31T18:00:05Z"
    })
    void readsDeadlines(String text, Instant at) {
        assertThat(read("deadline=" + text).over(TunnelOptions.defaults()).deadline())
                .isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0s", "soon", "-5m", "400d", "2029-12-31T00:00Z", "1", "99999999999"})
    void refusesDeadlinesThatAreNone(String text) {
        assertThat(read("deadline=" + text).complaints())
                .singleElement()
                .asString()
                .startsWith("deadline: " + text)
                .contains("expected: a time such as 15m");
    }

    @Test
    void complainsOfWhatItDoesNotKnow() {
        assertThat(
                        read(
                                "colour=red",
                                "host-header=x",
                                "web",
                                "=x",
                                "requests=maybe",
                                "note=\u0007"))
                .extracting(OptionWords.Read::complaints)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .containsExactly(
                        "colour: no such option (expected: auto-close, deadline, inspect, local-forward,"
                                + " log, note, output, requests, tcp-alias,"
                                + " tcp-aliases-allowed-users)",
                        "host-header: not available yet",
                        "web: not an option (expected: key=value)",
                        "=x: not an option (expected: key=value)",
                        "requests: maybe (expected: on or off)",
                        "note: ? (expected: at most 80 characters, none of control)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy-protocol=1",
                "proxyproto=2",
                "strip-path=true",
                "sni-proxy=true",
                "tcp-address=1.2.3.4",
                "force-https=true",
                "basic-auth=a:b",
                "allow-ip=10.0.0.0/8",
                "rate=5"
            })
    void saysSoWhenAKnownWordIsNotServedYet(String word) {
        assertThat(read(word).complaints())
                .containsExactly(word.substring(0, word.indexOf('=')) + ": not available yet");
    }

    @Test
    void inspectingIsOffUnlessAskedFor() {
        assertThat(TunnelOptions.defaults().inspect()).isFalse();
        assertThat(read("inspect=on").over(TunnelOptions.defaults()).inspect()).isTrue();
    }

    @Test
    void guestsAreEveryoneOrKeys() {
        assertThat(guests("any").admits("SHA256:x")).isTrue();
        assertThat(guests(KEY).admits(KEY)).isTrue();
        assertThat(guests(KEY).admits("SHA256:x")).isFalse();
        assertThat(TunnelOptions.defaults().guests().admits(KEY)).isFalse();
        assertThat(read("tcp-aliases-allowed-users=bob").complaints()).hasSize(1);
        assertThat(read("tcp-aliases-allowed-users=" + (KEY + ",").repeat(200)).complaints())
                .hasSize(1);
    }

    @Test
    void readsOnlySoManyWords() {
        var read = words.read(Collections.nCopies(500, "requests=on"));

        assertThat(read.options()).hasSize(64);
        assertThat(read.complaints()).containsExactly("500 options (expected: at most 64)");
    }

    private AliasGuests guests(String value) {
        return read("tcp-aliases-allowed-users=" + value).over(TunnelOptions.defaults()).guests();
    }

    private OptionWords.Read read(String... each) {
        return words.read(List.copyOf(Arrays.asList(each)));
    }
}
