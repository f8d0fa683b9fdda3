package dev.warren.edge.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestParserTest {

    private static final HeadLimits LIMITS = new HeadLimits(64 * 1024, 16 * 1024, 100);
    private static final String HOST = "Host: a.test\r\n";

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final MemoryBudget budget = leaks.watch(MemoryBudget.root("test", 1 << 20));

    /** How the pieces are cut in which the bytes come. */
    private interface Cut {
        int next(int left);
    }

    private static final List<Cut> CUTS =
            List.of(
                    left -> left,
                    left -> 1,
                    left -> Math.min(left, 3),
                    new SplittableRandom(1)::nextInt,
                    new SplittableRandom(2)::nextInt);

    static Stream<Arguments> refused() {
        return Stream.of(
                // lines
                arguments("bare line feeds", 400, "GET / HTTP/1.1\nHost: a.test\n\n"),
                arguments(
                        "bare feed in fields", 400, "GET / HTTP/1.1\r\nHost: a.test\nX: y\r\n\r\n"),
                arguments("bare feed at the end", 400, "GET / HTTP/1.1\r\n" + HOST + "\n"),
                arguments("bare carriage return", 400, get("X: a\rb\r\n")),
                arguments("carriage return twice", 400, get("X: a\r\r\n")),
                arguments("obs-fold with space", 400, get("X: a\r\n b\r\n")),
                arguments("obs-fold with tab", 400, get("X: a\r\n\tb\r\n")),
                arguments("fold before the first field", 400, "GET / HTTP/1.1\r\n X: y\r\n\r\n"),
                arguments("NUL in value", 400, get("X: a\0b\r\n")),
                arguments("NUL in name", 400, get("X\0: a\r\n")),
                arguments("DEL in value", 400, get("X: a\u007fb\r\n")),
                arguments("escape in value", 400, get("X: a\u001bb\r\n")),
                arguments("space before colon", 400, get("X : a\r\n")),
                arguments("tab before colon", 400, get("Content-Length\t: 1\r\n")),
                arguments("space in name", 400, get("X Y: a\r\n")),
                arguments("no name", 400, get(": a\r\n")),
                arguments("no colon", 400, get("Xa\r\n")),
                arguments("latin letter in name", 400, get("X\u00e9: a\r\n")),
                arguments(
                        "two empty lines first", 400, "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
                // request line
                arguments("HTTP/0.9", 400, "GET /\r\n\r\n"),
                arguments("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\n"),
                arguments("HTTP/1.2", 505, "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                arguments("HTTP/9.9", 505, "GET / HTTP/9.9\r\n" + HOST + "\r\n"),
                arguments("lower case version", 400, "GET / http/1.1\r\n" + HOST + "\r\n"),
                arguments("version with more digits", 400, "GET / HTTP/1.10\r\n" + HOST + "\r\n"),
                arguments("space after version", 400, "GET / HTTP/1.1 \r\n" + HOST + "\r\n"),
                arguments("two spaces", 400, "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("two spaces before version", 400, "GET /  HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("tab for space", 400, "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("space first", 400, " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("TLS", 400, "\u0016\u0003\u0001\u0002\r\n\r\n"),
                arguments("NUL in target", 400, "GET /\0 HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("fragment", 400, "GET /#a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("word as target", 400, "GET a HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("ftp target", 400, "GET ftp://a.test/ HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("asterisk with GET", 400, "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("CONNECT", 501, "CONNECT a.test:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("long method", 501, "G".repeat(40) + " / HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("brace in method", 400, "G{T / HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments(
                        "other absolute host",
                        400,
                        "GET http://b.test/ HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments(
                        "other absolute port",
                        400,
                        "GET http://a.test:1/ HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments("user info", 400, "GET http://u@a.test/ HTTP/1.1\r\n" + HOST + "\r\n"),
                // host
                arguments("no host", 400, "GET / HTTP/1.1\r\n\r\n"),
                arguments("no host in HTTP/1.0", 400, "GET / HTTP/1.0\r\n\r\n"),
                arguments("two hosts", 400, get(HOST)),
                arguments("empty host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                arguments("host of a dot", 400, "GET / HTTP/1.1\r\nHost: .\r\n\r\n"),
                arguments("host with user", 400, "GET / HTTP/1.1\r\nHost: u@a.test\r\n\r\n"),
                arguments("host with path", 400, "GET / HTTP/1.1\r\nHost: a.test/x\r\n\r\n"),
                arguments("host with space", 400, "GET / HTTP/1.1\r\nHost: a test\r\n\r\n"),
                arguments("host with comma", 400, "GET / HTTP/1.1\r\nHost: a.test,b\r\n\r\n"),
                arguments("host with quote", 400, "GET / HTTP/1.1\r\nHost: a\"b\r\n\r\n"),
                arguments("host with escape", 400, "GET / HTTP/1.1\r\nHost: a%00b\r\n\r\n"),
                arguments(
                        "host without end of literal", 400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                arguments("host port word", 400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
                arguments("host port large", 400, "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
                arguments("host port negative", 400, "GET / HTTP/1.1\r\nHost: a:-1\r\n\r\n"),
                arguments(
                        "host longer than names",
                        400,
                        "GET / HTTP/1.1\r\nHost: " + "a".repeat(254) + "\r\n\r\n"),
                // framing
                arguments(
                        "length and chunks",
                        400,
                        get("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")),
                arguments(
                        "chunks and length",
                        400,
                        get("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")),
                arguments("two lengths", 400, get("Content-Length: 1\r\nContent-Length: 2\r\n")),
                arguments(
                        "same length twice",
                        400,
                        get("Content-Length: 1\r\nContent-Length: 1\r\n")),
                arguments("list of lengths", 400, get("Content-Length: 1, 1\r\n")),
                arguments("signed length", 400, get("Content-Length: +1\r\n")),
                arguments("negative length", 400, get("Content-Length: -1\r\n")),
                arguments("hexadecimal length", 400, get("Content-Length: 0x1\r\n")),
                arguments("fraction", 400, get("Content-Length: 1.0\r\n")),
                arguments("empty length", 400, get("Content-Length:\r\n")),
                arguments("length too long", 400, get("Content-Length: 9999999999999999999\r\n")),
                arguments("length with space inside", 400, get("Content-Length: 1 1\r\n")),
                arguments(
                        "two codings",
                        400,
                        get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
                arguments("list of codings", 400, get("Transfer-Encoding: gzip, chunked\r\n")),
                arguments("chunked first", 400, get("Transfer-Encoding: chunked, identity\r\n")),
                arguments("identity", 400, get("Transfer-Encoding: identity\r\n")),
                arguments("xchunked", 400, get("Transfer-Encoding: xchunked\r\n")),
                arguments("quoted chunked", 400, get("Transfer-Encoding: \"chunked\"\r\n")),
                arguments("chunked with parameter", 400, get("Transfer-Encoding: chunked;a\r\n")),
                arguments(
                        "vertical tab before chunked",
                        400,
                        get("Transfer-Encoding: \u000bchunked\r\n")),
                arguments(
                        "chunks in HTTP/1.0",
                        400,
                        "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"),
                // sizes
                arguments("too many fields", 431, get("A: b\r\n".repeat(100))),
                arguments(
                        "head too large", 431, get(("A: " + "b".repeat(7000) + "\r\n").repeat(10))),
                arguments(
                        "target too long",
                        414,
                        "GET /" + "a".repeat(16 * 1024) + " HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, int status, String bytes) {
        for (Cut cut : CUTS) {
            HeadReader reader = new HeadReader(LIMITS, budget);

            assertThatThrownBy(() -> parse(reader, bytes, cut))
                    .as(what)
                    .isInstanceOfSatisfying(
                            HttpRefusal.class,
                            refusal -> {
                                assertThat(refusal.status()).isEqualTo(status);
                                assertThat(refusal.getMessage()).isNotBlank();
                            });
            reader.close();
        }
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "a.test", "/"),
                arguments("\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "a.test", "/"),
                arguments(
                        "GET /a?b=c&d HTTP/1.1\r\nhost:A.TEST.:8080\r\n\r\n", "a.test", "/a?b=c&d"),
                arguments(
                        "GET //x/../%2F;y HTTP/1.1\r\nHost:\t[::1]:80 \r\n\r\n",
                        "[::1]", "//x/../%2F;y"),
                arguments(
                        "GET /\u00fc HTTP/1.0\r\nHost: a_b-c.test\r\n\r\n",
                        "a_b-c.test",
                        "/\u00fc"),
                arguments("GET http://a.test/x HTTP/1.1\r\nHost: A.test\r\n\r\n", "a.test", "/x"),
                arguments("GET HTTP://a.test HTTP/1.1\r\nHost: a.test\r\n\r\n", "a.test", "/"),
                arguments(
                        "GET http://a.test:81?q HTTP/1.1\r\nHost: a.test:81\r\n\r\n",
                        "a.test",
                        "?q"),
                arguments("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n", "a.test", "*"),
                arguments(
                        "M-SEARCH / HTTP/1.1\r\nHost: a.test:\r\nX:\r\nY: \t z\u00ff\t\r\n\r\n",
                        "a.test",
                        "/"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void accepts(String bytes, String host, String target) throws HttpRefusal {
        for (Cut cut : CUTS) {
            RequestHead head = parse(new HeadReader(LIMITS, budget), bytes, cut);

            assertThat(head.authority().host()).isEqualTo(host);
            assertThat(head.target(100)).isEqualTo(target);
        }
    }

    @Test
    void keepsOrderAndCaseOfFields() throws HttpRefusal {
        RequestHead head =
                parse(
                        new HeadReader(LIMITS, budget),
                        get("x-B: 1\r\nX-A: 2\r\nConnection: x-c, close\r\nX-C: 3\r\nx-B:4\r\n"),
                        left -> left);
        ByteBuf out = Unpooled.buffer();

        head.fields().copyTo(out, FieldName.mask(FieldName.CONNECTION, FieldName.LISTED));

        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("Host: a.test\r\nx-B: 1\r\nX-A: 2\r\nx-B:4\r\n");
        assertThat(head.keepsConnection()).isFalse();
    }

    @Test
    void connectionCannotHideFieldsThatFrame() throws HttpRefusal {
        RequestHead head =
                parse(
                        new HeadReader(LIMITS, budget),
                        get("Connection: host, content-length\r\nContent-Length: 5\r\n"),
                        left -> left);

        assertThat(head.fields().has(FieldName.CONTENT_LENGTH)).isTrue();
        assertThat(head.fields().has(FieldName.HOST)).isTrue();
        assertThat(head.body().remaining()).isEqualTo(5);
    }

    @Test
    void knowsEveryNameInAnyCase() throws HttpRefusal {
        for (FieldName name : FieldName.values()) {
            if (name.compareTo(FieldName.DISGUISED) <= 0) {
                continue;
            }
            String text = name.name().replace('_', '-');
            byte[] mixed =
                    (text.substring(0, 1) + text.substring(1).toLowerCase())
                            .getBytes(StandardCharsets.US_ASCII);

            assertThat(FieldName.of(mixed, 0, mixed.length)).isEqualTo(name);
            if (text.contains("-")) {
                byte[] disguised = name.name().getBytes(StandardCharsets.US_ASCII);
                assertThat(FieldName.of(disguised, 0, disguised.length))
                        .isEqualTo(FieldName.DISGUISED);
            }
        }
    }

    @Test
    void budgetThatIsFullRefusesHeads() {
        HeadReader reader = new HeadReader(LIMITS, MemoryBudget.root("tiny", 100));

        assertThatThrownBy(() -> parse(reader, get("X: " + "a".repeat(200) + "\r\n"), left -> left))
                .isInstanceOfSatisfying(
                        HttpRefusal.class, r -> assertThat(r.status()).isEqualTo(503));
    }

    private RequestHead parse(HeadReader reader, String text, Cut cut) throws HttpRefusal {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = null;
        int position = 0;
        while (position < bytes.length && head == null) {
            int length = Math.clamp(cut.next(bytes.length - position), 1, bytes.length - position);
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, position, length);
            head = reader.read(piece);
            position += length;
        }
        return parsed(head);
    }

    private RequestHead parsed(byte @Nullable [] head) throws HttpRefusal {
        if (head == null) {
            throw new AssertionError("the head has no end");
        }
        budget.release(Math.min(head.length, budget.used()));
        return new RequestParser(LIMITS).parse(head);
    }
}
