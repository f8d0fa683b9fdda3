package dev.warren.tunnels.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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
        assertThat(read.over(ConnectionOptions.NONE).common())
                .isEqualTo(
                        options(
                                new Note("demo"),
                                new RequestLines(true),
                                new AutoClose(true),
                                new TcpAlias(true),
                                new LocalForward(true),
                                new Deadline(Instant.parse("2030-01-01T00:15:00Z")),
                                new Elsewhere(),
                                new Guests(false, java.util.Set.of(KEY))));
    }

    @Test
    void laterWordsWin() {
        assertThat(
                        read("requests=on", "log=off")
                                .over(ConnectionOptions.NONE)
                                .common()
                                .isOn(RequestLines.class))
                .isFalse();
        assertThat(
                        read("LOG=requests")
                                .over(ConnectionOptions.NONE)
                                .common()
                                .isOn(RequestLines.class))
                .isTrue();
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
        assertThat(
                        read("deadline=" + text)
                                .over(ConnectionOptions.NONE)
                                .common()
                                .get(Deadline.class))
                .contains(new Deadline(at));
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
                                "udp-forward=1",
                                "web",
                                "=x",
                                "requests=maybe",
                                "note=\u0007"))
                .extracting(OptionWords.Read::complaints)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .containsExactly(
                        "colour: no such option (expected: %s)"
                                .formatted(
                                        String.join(
                                                ", ",
                                                OptionCatalog.words(Instant::now, Equipment.ALL)
                                                        .keySet())),
                        "udp-forward: not available yet",
                        "web: not an option (expected: key=value, or web:key=value for one"
                                + " forward)",
                        "=x: not an option (expected: key=value, or web:key=value for one"
                                + " forward)",
                        "requests: maybe (expected: on or off)",
                        "note: ? (expected: at most 80 characters, none of control)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp-address=1.2.3.4", "udp-forward=1"})
    void saysSoWhenAKnownWordIsNotServedYet(String word) {
        assertThat(read(word).complaints())
                .containsExactly(word.substring(0, word.indexOf('=')) + ": not available yet");
    }

    @Test
    void saysOnceThatThereIsNoHttpsToForce() {
        var without = new OptionWords(() -> Instant.EPOCH, new Equipment(() -> false, true, true));

        assertThat(without.read(List.of("force-https=on", "force-https=off")).complaints())
                .containsExactly("force-https: HTTPS is off on this server, so it does nothing");
        assertThat(read("force-https=on").complaints()).isEmpty();
    }

    @Test
    void readsCountriesInAnyCase() {
        assertThat(read("allow-country=at,De", "allow-country=XK").over(ConnectionOptions.NONE))
                .extracting(all -> all.common().get(AllowCountry.class).orElseThrow().codes())
                .isEqualTo(List.of("AT", "DE", "XK"));
        assertThat(read("deny-country=Austria").complaints())
                .containsExactly(
                        "deny-country: not readable (expected: country codes of two letters such as"
                                + " DE,AT,CH); as it stands, it lets nobody in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow-country", "deny-country"})
    void letsNobodyInByCountryWhereCountriesAreUnknown(String key) {
        var without = new OptionWords(() -> Instant.EPOCH, new Equipment(() -> true, false, false));

        OptionWords.Read read = without.read(List.of(key + "=AT"));

        assertThat(read.complaints())
                .containsExactly(
                        key
                                + ": this server has no file that tells countries apart; as it"
                                + " stands, it lets nobody in");
        assertThat(read.over(ConnectionOptions.NONE).common().all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"/healthz,PT10S,PT5S", "'/a?b=c&d=1,2s',PT2S,PT2S", "'/,5m,30s',PT5M,PT30S"})
    void readsHealthChecks(String value, Duration interval, Duration timeout) {
        HealthCheck check =
                read("health=" + value)
                        .over(ConnectionOptions.NONE)
                        .common()
                        .get(HealthCheck.class)
                        .orElseThrow();

        assertThat(check).isEqualTo(new HealthCheck(value.split(",", 2)[0], interval, timeout));
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthz", "/,0s", "/,61m", "/,2s,3s", "/,2s,0s", "/ x", "/,1h", ""})
    void refusesHealthChecksThatMakeNoSense(String value) {
        assertThat(read("health=" + value).complaints()).hasSize(1);
    }

    @Test
    void inspectingIsOffUnlessAskedFor() {
        assertThat(TunnelOptions.NONE.isOn(Inspect.class)).isFalse();
        assertThat(read("inspect=on").over(ConnectionOptions.NONE).common().isOn(Inspect.class))
                .isTrue();
    }

    @Test
    void guestsAreEveryoneOrKeys() {
        assertThat(guests("any").admits("SHA256:x")).isTrue();
        assertThat(guests(KEY).admits(KEY)).isTrue();
        assertThat(guests(KEY).admits("SHA256:x")).isFalse();
        assertThat(TunnelOptions.NONE.guests().admits(KEY)).isFalse();
        assertThat(read("tcp-aliases-allowed-users=bob").complaints()).hasSize(1);
        assertThat(read("tcp-aliases-allowed-users=" + (KEY + ",").repeat(200)).complaints())
                .hasSize(1);
    }

    @Test
    void readsOnlySoManyWords() {
        var read = words.read(Collections.nCopies(500, "requests=on"));

        assertThat(read.said()).hasSize(64);
        assertThat(read.complaints()).containsExactly("500 options (expected: at most 64)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic-auth=nobody|basic-auth: not readable (expected: name:password, at most 200"
                        + " characters); as it stands, it lets nobody in",
                "basic-auth=:secret|basic-auth: not readable (expected: name:password, at most 200"
                        + " characters); as it stands, it lets nobody in",
                "bearer=short|bearer: not readable (expected: 8 to 200 letters, digits and . _ ~ +"
                        + " / = -); as it stands, it lets nobody in",
                "allow-ip=10.0.0.0/33|allow-ip: not readable (expected: up to 64 addresses or"
                        + " networks such as 10.0.0.0/8, with commas between); as it stands, it"
                        + " lets nobody in",
                "deny-ip=example.org|deny-ip: not readable (expected: up to 64 addresses or"
                        + " networks such as 10.0.0.0/8, with commas between); as it stands, it"
                        + " lets nobody in",
                "host-header=a b|host-header: a b (expected: a host, with a port if need be, such"
                        + " as app.test or localhost:3000)",
                "header-add=X|header-add: X (expected: Name:value, of a header that neither frames"
                        + " nor routes messages)",
                "header-add=Host:x|header-add: Host:x (expected: Name:value, of a header that"
                        + " neither frames nor routes messages)",
                "response-header-add=A b:x|response-header-add: A b:x (expected: Name:value, of a"
                        + " header that neither frames nor routes messages)",
                "header-remove=te|header-remove: te (expected: a header's name, of one that"
                        + " neither frames nor routes)",
                "response-header-remove=a:b|response-header-remove: a:b (expected: a header's"
                        + " name, of one that neither frames nor routes)",
                "max-connections=0|max-connections: 0 (expected: a number from 1 to 1000000)",
                "proxy-protocol=3|proxy-protocol: 3 (expected: 1 or 2)",
                "rate=fast|rate: fast (expected: a number, of a second or with /m or /h, such as"
                        + " 10, 600/m or 10:50 to let 50 come at once)",
                "bandwidth=1|bandwidth: 1 (expected: bytes of a second such as 500KB or 2MB, from"
                        + " 1KB to 10GB)",
                "circuit-breaker=often|circuit-breaker: often (expected: how many failures in a"
                        + " row, such as 5, or 5:30s to rest 30 seconds)",
                "strip-path=maybe|strip-path: maybe (expected: on or off)",
                "web:deadline=5m|deadline: holds for the whole connection (expected: without web:"
                        + " in front)"
            })
    void saysWhatIsWrongWithAValue(String word, String sentence) {
        assertThat(read(word).complaints()).containsExactly(sentence);
    }

    @Test
    void guardsThatCannotBeReadLetNobodyIn() throws UnknownHostException {
        var address = InetAddress.getByName("203.0.113.9");

        TunnelOptions options = common("basic-auth=x", "bearer=x", "allow-ip=x", "deny-ip=x");

        assertThat(options.get(BasicAuth.class).orElseThrow().admits("x")).isFalse();
        assertThat(options.get(Bearer.class).orElseThrow().admits("x")).isFalse();
        assertThat(options.get(AllowIp.class).orElseThrow().contains(address)).isFalse();
        assertThat(options.get(DenyIp.class).orElseThrow().contains(address)).isTrue();
    }

    @Test
    void wordsThatMayBeSaidOftenAddUp() throws UnknownHostException {
        TunnelOptions options =
                common(
                        "basic-auth=ann:1",
                        "basic-auth=ben:2",
                        "allow-ip=10.0.0.0/9,2001:db8::/33",
                        "allow-ip=192.0.2.7",
                        "header-add=A:1",
                        "header-add=B:2");

        BasicAuth logins = options.get(BasicAuth.class).orElseThrow();
        assertThat(logins.admits("ann:1")).isTrue();
        assertThat(logins.admits("ben:2")).isTrue();
        assertThat(logins.admits("ann:2")).isFalse();
        assertThat(logins.toString()).doesNotContain("ann");
        AllowIp allowed = options.get(AllowIp.class).orElseThrow();
        assertThat(allowed.contains(InetAddress.getByName("10.127.1.1"))).isTrue();
        assertThat(allowed.contains(InetAddress.getByName("10.128.1.1"))).isFalse();
        assertThat(allowed.contains(InetAddress.getByName("2001:db8:7fff::1"))).isTrue();
        assertThat(allowed.contains(InetAddress.getByName("2001:db8:8000::1"))).isFalse();
        assertThat(allowed.contains(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(options.get(HeaderAdd.class).orElseThrow().fields()).hasSize(2);
    }

    @Test
    void aForwardsOwnWordsCountMoreThanTheConnections() {
        ConnectionOptions options =
                read("note=all", "requests=on", "Web:note=mine", "box:22:note=box")
                        .over(ConnectionOptions.NONE);

        assertThat(options.of(List.of("web")).note()).isEqualTo("mine");
        assertThat(options.of(List.of("web")).isOn(RequestLines.class)).isTrue();
        assertThat(options.of(List.of("box:22")).note()).isEqualTo("box");
        assertThat(options.of(List.of("other")).note()).isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource({
        "rate=10,PT0.1S,10",
        "rate=600/m,PT0.1S,600",
        "rate=10:50,PT0.1S,50",
        "rate=3600/h:1,PT1S,1",
        "rate=5/s,PT0.2S,5"
    })
    void readsRates(String word, Duration interval, int burst) {
        assertThat(common(word).get(Rate.class)).contains(new Rate(interval, burst));
    }

    @ParameterizedTest
    @CsvSource({
        "bandwidth=2048,2048",
        "bandwidth=500KB,512000",
        "bandwidth=2m,2097152",
        "bandwidth=1MB/s,1048576"
    })
    void readsSpeeds(String word, long bytes) {
        assertThat(common(word).get(Bandwidth.class)).contains(new Bandwidth(bytes));
    }

    @Test
    void readsGroups() {
        assertThat(common("group=Blue-2", "weight=100", "sticky=on"))
                .isEqualTo(options(new Group("blue-2"), new Weight(100), new Sticky(true)));
        assertThat(read("weight=0", "weight=101", "group=a_b", "group=", "sticky=2").complaints())
                .hasSize(5);
    }

    private TunnelOptions common(String... each) {
        return read(each).over(ConnectionOptions.NONE).common();
    }

    private static TunnelOptions options(TunnelOption... each) {
        TunnelOptions options = TunnelOptions.NONE;
        for (TunnelOption option : each) {
            options = options.with(option);
        }
        return options;
    }

    private Guests guests(String value) {
        return read("tcp-aliases-allowed-users=" + value)
                .over(ConnectionOptions.NONE)
                .common()
                .guests();
    }

    private OptionWords.Read read(String... each) {
        return words.read(List.copyOf(Arrays.asList(each)));
    }
}
