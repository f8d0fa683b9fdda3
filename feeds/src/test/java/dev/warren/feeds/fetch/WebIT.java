package dev.warren.feeds.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpExchange;
import dev.warren.feeds.fetch.WebException.Kind;
import dev.warren.feeds.it.FeedServer;
import dev.warren.feeds.it.ForbiddenAddresses;
import dev.warren.feeds.mail.InlinePictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading documents from servers that are good, bad, and none of our business. */
class WebIT {

    /** What is malformed breaks before it is judged; a name server may take its time. */
    private static final List<Kind> REFUSED =
            List.of(Kind.FORBIDDEN, Kind.REDIRECT, Kind.UNREACHABLE, Kind.BROKEN, Kind.TIMED_OUT);

    private static final Duration WITHIN = Duration.ofSeconds(10);

    /** Listens on every address of this machine, and is to hear nothing. */
    private static FeedServer canary;

    private static FeedServer server;
    private static TestWeb test;
    private static Web web;

    @BeforeAll
    static void start() {
        canary = FeedServer.start("0.0.0.0");
        server = FeedServer.start();
        test = new TestWeb();
        web = test.web();
    }

    @AfterAll
    static void stop() throws Exception {
        test.close();
        server.close();
        canary.close();
    }

    @AfterEach
    void holdsNothing() {
        assertThat(test.budget().used()).isZero();
        assertThat(canary.asked()).isEmpty();
    }

    private static Page get(String url) throws WebException {
        return web.get(new Ask(URI.create(url), TestWeb.most(), WITHIN));
    }

    private static WebException refusal(String url) {
        return refusal(url, WITHIN);
    }

    private static WebException refusal(String url, Duration within) {
        return catchThrowableOfType(
                WebException.class,
                () -> web.get(new Ask(URI.create(url), TestWeb.most(), within)).close());
    }

    static Stream<String> forbidden() {
        return ForbiddenAddresses.all(canary.port());
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void followsNoRedirectToAForbiddenAddress(String address) {
        server.redirect("/away", 302, address);

        WebException refused = refusal(server.url("/away"));

        assertThat(refused.kind()).isIn(REFUSED);
        assertThat(refused.sentence()).doesNotContain("127.0.0.1", "10.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void readsNothingFromAForbiddenAddress(String address) {
        URI url;
        try {
            url = URI.create(address.replace("\\", "%5C").replace("<rss/>", "x"));
        } catch (IllegalArgumentException malformed) {
            return;
        }

        assertThat(refusal(url.toString()).kind()).isIn(REFUSED);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void putsNoPictureFromAForbiddenAddressIntoAMail(String address) {
        server.redirect("/picture", 302, address);
        InlinePictures pictures = new InlinePictures();
        pictures.source(address);
        pictures.source(server.url("/picture"));

        pictures.fetch(test.http(), InstantSource.system());

        assertThat(pictures.in("cid:p1@warren cid:p2@warren")).isEmpty();
    }

    @Test
    void followsNoRedirectToAPortOfOtherServices() {
        server.redirect("/mail", 302, "http://127.77.0.1:25/");

        assertThat(refusal(server.url("/mail")).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void tellsTheRedirectsThatItFollowed() throws Exception {
        server.redirect("/1", 301, "/2")
                .redirect("/2", 302, server.url("/3#part"))
                .on("/3", "", "x");

        try (Page page = get(server.url("/1"))) {
            assertThat(page.redirects())
                    .extracting(Page.Redirect::isPermanent)
                    .containsExactly(true, false);
            assertThat(page.bytes()).asString().isEqualTo("x");
        }
    }

    @Test
    void holdsNothingWhenLeavingAHostFails() {
        server.redirect("/1", 302, "/2").on("/2", "", "x");
        Ask ask = new Ask(URI.create(server.url("/1")), TestWeb.most(), WITHIN);
        Border broken =
                (_, _, _) ->
                        () -> {
                            throw new IllegalStateException("the database is away");
                        };

        assertThatThrownBy(() -> web.get(ask, broken)).isInstanceOf(IllegalStateException.class);
        // after each test: nothing is reserved
    }

    @Test
    void goesNowhereBecauseOfAPageOrItsRefresh() throws Exception {
        String page = "<meta http-equiv='refresh' content='0; url=/other'>";
        server.on(
                "/refresh",
                exchange -> {
                    exchange.getResponseHeaders().set("Refresh", "0; url=/other");
                    FeedServer.send(exchange, 200, page);
                });

        try (Page read = get(server.url("/refresh"))) {
            assertThat(read.bytes()).asString().isEqualTo(page);
        }
        assertThat(server.asked("/other")).isEmpty();
    }

    @Test
    void endsLoops() {
        server.redirect("/loop", 301, "/loop");

        assertThat(refusal(server.url("/loop")).kind()).isEqualTo(Kind.REDIRECT);
        assertThat(server.asked("/loop")).hasSizeLessThan(10);
    }

    @Test
    void tellsAnotherOriginNoSecret() throws Exception {
        try (FeedServer other = FeedServer.start("127.77.0.2")) {
            other.on("/feed", "", "x");
            server.redirect("/secret", 302, other.url("/feed"));
            Ask ask =
                    new Ask(URI.create(server.url("/secret")), TestWeb.most(), WITHIN)
                            .with("Authorization", "Basic c2VjcmV0")
                            .with("If-None-Match", "\"1\"");

            web.get(ask).close();

            assertThat(server.asked("/secret").getFirst().headers().getFirst("Authorization"))
                    .isEqualTo("Basic c2VjcmV0");
            assertThat(other.asked().getFirst().headers()).doesNotContainKey("Authorization");
        }
    }

    private static void coded(HttpExchange exchange, String coding, byte[] bytes)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", coding);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(bytes);
        }
        return out.toByteArray();
    }

    /** RFC 7932 §9.2: one stored part of at most 64 kB, and an empty last one. */
    private static byte[] brotli(byte[] bytes) {
        int head = bytes.length - 1 << 4 | 1 << 20;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        out.write(head >> 8);
        out.write(head >> 16);
        out.writeBytes(bytes);
        out.write(3);
        return out.toByteArray();
    }

    @Test
    void decompressesWhatItAskedFor() throws Exception {
        byte[] text = "a feed ".repeat(50_000).getBytes(UTF_8);
        byte[] gzip = gzip(text);
        byte[] zstd = zstd(text);
        byte[] brotli = brotli("brotli".getBytes(UTF_8));
        server.on("/gzip", exchange -> coded(exchange, "gzip", gzip))
                .on("/zstd", exchange -> coded(exchange, "zstd", zstd))
                .on("/br", exchange -> coded(exchange, "br", brotli));

        try (Page one = get(server.url("/gzip"));
                Page two = get(server.url("/zstd"));
                Page three = get(server.url("/br"))) {
            assertThat(one.bytes()).isEqualTo(text);
            assertThat(two.bytes()).isEqualTo(text);
            assertThat(three.bytes()).asString().isEqualTo("brotli");
        }
        assertThat(server.asked("/gzip").getFirst().headers().getFirst("Accept-Encoding"))
                .isEqualTo("gzip, br, zstd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, gzip", "gzip, br", "deflate", "compress", "x"})
    void refusesOtherCodings(String coding) throws Exception {
        byte[] bytes = gzip(gzip("x".getBytes(UTF_8)));
        server.on("/coded", exchange -> coded(exchange, coding, bytes));

        assertThat(refusal(server.url("/coded")).kind()).isEqualTo(Kind.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void refusesWhatIsNotWhatItSays(String coding) {
        server.on("/junk", exchange -> coded(exchange, coding, "no such thing".getBytes(UTF_8)));

        assertThat(refusal(server.url("/junk")).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void countsBytesAfterDecompressing() throws Exception {
        byte[] gzip = gzip(new byte[50 << 20]);
        byte[] zstd = zstd(new byte[50 << 20]);
        server.on("/bomb.gz", exchange -> coded(exchange, "gzip", gzip))
                .on("/bomb.zst", exchange -> coded(exchange, "zstd", zstd));

        assertThat(refusal(server.url("/bomb.gz")).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal(server.url("/bomb.zst")).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(test.budget().peak()).isLessThan(20L << 20);
    }

    @Test
    void readsNoEndlessBody() {
        server.on(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] bytes = new byte[64 * 1024];
                    while (true) {
                        exchange.getResponseBody().write(bytes);
                    }
                });

        assertThat(refusal(server.url("/endless")).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void waitsForSlowServersNoLongerThanItMay() {
        server.on(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    for (int i = 0; i < 1000; i++) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                        pause(Duration.ofMillis(100));
                    }
                });

        long before = System.nanoTime();
        WebException late = refusal(server.url("/slow"), Duration.ofMillis(600));

        assertThat(late.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    /** A server that is slow on purpose. */
    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    @Test
    void tellsWhatBrokeOff() {
        server.on(
                "/short",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write("less".getBytes(UTF_8));
                });

        assertThat(refusal(server.url("/short")).kind()).isEqualTo(Kind.BROKEN);
        assertThat(refusal("http://127.77.0.1:1025/").kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void readsNoBodyOfAnError() throws Exception {
        server.on("/error", exchange -> FeedServer.send(exchange, 500, "long ".repeat(1000)));

        try (Page page = get(server.url("/error"))) {
            assertThat(page.status()).isEqualTo(500);
            assertThat(page.bytes()).isEmpty();
        }
    }
}
