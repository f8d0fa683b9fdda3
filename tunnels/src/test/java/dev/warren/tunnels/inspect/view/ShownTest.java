package dev.warren.tunnels.inspect.view;

import static dev.warren.tunnels.inspect.InspectWorld.WEB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.http.HttpObserver;
import dev.warren.tunnels.inspect.InspectWorld;
import dev.warren.tunnels.inspect.InspectWorld.Request;
import dev.warren.tunnels.inspect.InspectWorld.Response;
import dev.warren.tunnels.inspect.Recording;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShownTest {

    private static final int MOST = 1000;
    private static final String BASE = "https://alice-web.tuns.example.org";

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final InspectWorld world = new InspectWorld(1 << 20, 1 << 20, 50, 16 * 1024);
    private final MemoryBudget budget = MemoryBudget.root("views", 20 << 20);
    private final Views views = new Views(budget, MOST);

    @AfterEach
    void forgetAll() {
        leaks.watch(world.root);
        leaks.watch(budget);
        world.clear();
    }

    @Test
    void takesChunkedBodiesOutOfTheirFraming() {
        Shown shown = answer("5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n", "chunked", "");

        assertThat(shown.responseBody().text()).contains("hello world");
        assertThat(shown.responseBody().whole()).isTrue();
        assertThat(answer("5\r\nhello\r\n6\r\n wo", "chunked", "").responseBody())
                .returns(false, Body::whole)
                .extracting(body -> body.text().orElseThrow())
                .isEqualTo("hello wo");
    }

    @Test
    void unpacksWhatIsKnown() throws IOException {
        byte[] text = "warren ".repeat(50).getBytes(UTF_8);

        assertThat(data(gzip(text), "gzip")).isEqualTo(text);
        assertThat(data(deflate(text), "deflate")).isEqualTo(text);
        byte[] zlib = deflate(text);
        byte[] raw = Arrays.copyOfRange(zlib, 2, zlib.length - 4);
        assertThat(data(raw, "deflate")).isEqualTo(text);
        assertThat(data(Zstd.compress(text), "zstd")).isEqualTo(text);
        byte[] brotli = HexFormat.of().parseHex("0b028068656c6c6f03");
        assertThat(data(brotli, "br")).isEqualTo("hello".getBytes(UTF_8));
        assertThat(data(gzip(Zstd.compress(text)), "zstd, gzip")).isEqualTo(text);
        assertThat(data(text, "identity")).isEqualTo(text);
    }

    @Test
    void bombsAreCut() throws IOException {
        byte[] bomb = gzip(new byte[4 << 20]);

        Body body = packed(bomb, "gzip").responseBody();

        assertThat(body.data()).hasSize(MOST);
        assertThat(body.notes())
                .containsExactly(
                        "gzip: unpacks to more than 1000 bytes, which is where it was stopped");
        assertThat(packed(gzip(gzip(new byte[4 << 20])), "gzip, gzip").responseBody().data())
                .hasSizeLessThanOrEqualTo(MOST);
        assertThat(packed(Zstd.compress(new byte[4 << 20]), "zstd").responseBody().data())
                .hasSize(MOST);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "deflate", "br", "zstd"})
    void saysSoWhenTheLabelIsWrong(String coding) {
        Body body = packed("no such thing".getBytes(UTF_8), coding).responseBody();

        assertThat(body.text()).contains("no such thing");
        assertThat(body.notes())
                .singleElement()
                .asString()
                .startsWith("labelled " + coding + ", but it is not");
    }

    @Test
    void refusesWindowsThatTakeTooMuchMemory() {
        Body body = packed(HexFormat.of().parseHex("0f028068656c6c6f03"), "br").responseBody();

        assertThat(body.notes()).singleElement().asString().contains("16 MiB (expected: at most 8");
    }

    @Test
    void unknownCodingsAreShownAsTheyAre() {
        assertThat(packed("abc".getBytes(UTF_8), "magic").responseBody().notes())
                .containsExactly("magic: a coding that is not known here; shown as it is");
    }

    @Test
    void theBeginningOfAPackedBodyIsUnpackedAsFarAsItGoes() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i * 7919 % 10_007).append('\n');
        }
        byte[] packed = gzip(text.toString().getBytes(UTF_8));
        assertThat(packed.length).isGreaterThan(17 * 1024);

        Shown shown = packed(packed, "gzip");

        assertThat(shown.responseBody().text().orElseThrow()).startsWith("0\n7919\n");
        assertThat(shown.responseBody().notes().getFirst())
                .isEqualTo("the first 16384 of %d bytes were captured".formatted(packed.length));
    }

    @Test
    void tellsTextFromOtherThings() {
        assertThat(packed("grüße".getBytes(UTF_8), "").responseBody().text()).contains("grüße");
        assertThat(packed(new byte[] {1, 2, 0}, "").responseBody().text()).isEmpty();
        assertThat(packed(new byte[] {(byte) 0xff, 'a'}, "").responseBody().text()).isEmpty();
    }

    @Test
    void readsWebSocketFramesOfBothDirections() {
        Request request = Request.of("GET", "/ws", "Upgrade", "websocket");
        HttpObserver observer = world.begin(WEB, request);
        observer.response(Response.of(101, "Upgrade", "WebSocket"));
        byte[] masked = {(byte) 0x81, (byte) 0x83, 1, 2, 3, 4, 'x' ^ 1, 'y' ^ 2, 'z' ^ 3};
        observer.upgradedFromVisitor(Unpooled.wrappedBuffer(masked));
        observer.upgradedToVisitor(
                Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, 126, 0, 3, 0, 1}));

        Shown shown = shown(last());

        assertThat(shown.frames()).hasSize(2);
        assertThat(shown.frames().getFirst())
                .returns(true, Frame::fromVisitor)
                .returns("text", Frame::kind)
                .extracting(frame -> frame.text().orElseThrow())
                .isEqualTo("xyz");
        assertThat(shown.frames().getLast())
                .returns("binary", Frame::kind)
                .returns(3L, Frame::length)
                .extracting(frame -> frame.payload().length)
                .isEqualTo(2);
        assertThat(EntryText.lines(shown)).anyMatch(line -> line.endsWith("text  xyz"));
    }

    @Test
    void readsEvents() {
        Request request = Request.of("GET", "/events");
        world.exchange(
                WEB,
                request,
                "",
                Response.of(200, "Content-Type", "text/event-stream"),
                ": hi\n\ndata: one\n\nevent: tick\nid: 7\ndata: two\ndata: lines\n\ndata: not yet");

        assertThat(shown(last()).events())
                .extracting(Event::name, Event::id, Event::data)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("message", "", "one"),
                        org.assertj.core.groups.Tuple.tuple("tick", "7", "two\nlines"));
    }

    @Test
    void writesCurlCommands() {
        world.exchange(
                WEB,
                Request.of("POST", "/a?b='c'", "Host", "x", "Content-Length", "9", "X-A", "it's"),
                "@a\nb'\u00e9\\1",
                Response.of(200),
                "");

        assertThat(Curl.of(shown(last()), BASE))
                .isEqualTo(
                        "curl -X 'POST' 'https://alice-web.tuns.example.org/a?b='\\''c'\\''' -H"
                                + " 'X-A: it'\\''s' --data-raw $'@a\\nb\\'\\351\\\\1'");
    }

    @Test
    void writesArchives() {
        world.exchange(
                WEB,
                Request.of("POST", "/p?a=b%20c&d", "Content-Type", "text/plain"),
                "sent",
                Response.of(404, "Content-Type", "text/html; charset=utf-8", "X-B", "c"),
                "<p>\u007f</p>");

        String entry = Har.entry(shown(last()), BASE);
        JsonNode log = new JsonMapper().readTree(Har.BEGIN + entry + Har.END).path("log");

        assertThat(log.path("version").asString("")).isEqualTo("1.2");
        JsonNode one = log.path("entries").path(0);
        assertThat(one.path("request").path("url").asString("")).isEqualTo(BASE + "/p?a=b%20c&d");
        assertThat(one.path("request").path("postData").path("text").asString(""))
                .isEqualTo("sent");
        assertThat(one.path("request").path("queryString").path(0).path("value").asString(""))
                .isEqualTo("b c");
        assertThat(one.path("response").path("status").asInt(0)).isEqualTo(404);
        assertThat(one.path("response").path("headers").path(1).path("name").asString(""))
                .isEqualTo("X-B");
        assertThat(entry.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void filtersByWhatIsSaidOfThem() throws InterruptedException {
        world.exchange(
                WEB,
                Request.of("POST", "/hook", "X-Kind", "Order"),
                "{\"total\": 7}",
                Response.of(404),
                "Nothing Here");
        Recording recording = last();

        assertThat(new Filter("post", "4xx", "/ho", "TOTAL").admits(recording, views)).isTrue();
        assertThat(new Filter("", "404", "", "nothing h").admits(recording, views)).isTrue();
        assertThat(new Filter("", "400-403", "", "").admits(recording, views)).isFalse();
        assertThat(new Filter("GET", "", "", "").admits(recording, views)).isFalse();
        assertThat(new Filter("", "", "", "x-kind: order").admits(recording, views)).isTrue();
        assertThat(new Filter("", "", "", "absent").admits(recording, views)).isFalse();
        assertThatThrownBy(() -> new Filter("", "4", "", ""))
                .hasMessage("status: 4 (expected: 404, 4xx or 400-499)");
    }

    @Test
    void writesAllForPeopleAndMachines() {
        world.exchange(
                WEB, Request.of("POST", "/hook"), "sent", Response.of(201, "X-A", "b"), "got\nit");
        Shown shown = shown(last());

        assertThat(EntryText.lines(shown))
                .contains("> POST /hook HTTP/1.1", "> sent", "< X-A: b", "< got", "< it");
        String json = new JsonMapper().writeValueAsString(EntryJson.of(shown));
        JsonNode tree = new JsonMapper().readTree(json);
        assertThat(tree.path("response").path("body").path("text").asString(""))
                .isEqualTo("got\nit");
        assertThat(tree.path("status").asInt(0)).isEqualTo(201);
    }

    private byte[] data(byte[] body, String coding) {
        Body shown = packed(body, coding).responseBody();
        assertThat(shown.notes()).isEmpty();
        return shown.data();
    }

    private Shown packed(byte[] body, String coding) {
        Request request = Request.of("GET", "/");
        HttpObserver observer = world.begin(WEB, request);
        observer.response(
                Response.of(
                        200,
                        "Content-Encoding",
                        coding,
                        "Content-Length",
                        Integer.toString(body.length)));
        observer.responseBody(Unpooled.wrappedBuffer(body));
        InspectWorld.end(observer, request, 200);
        return shown(last());
    }

    private Shown answer(String body, String transfer, String coding) {
        world.exchange(
                WEB,
                Request.of("GET", "/"),
                "",
                Response.of(200, "Transfer-Encoding", transfer, "Content-Encoding", coding),
                body);
        return shown(last());
    }

    private Recording last() {
        List<Recording> all = world.inspector.list(1, _ -> true);
        return all.getLast();
    }

    private Shown shown(Recording recording) {
        try {
            return views.look(recording, shown -> shown).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] gzip(byte[] data) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packer = new GZIPOutputStream(out)) {
            packer.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] data) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packer = new DeflaterOutputStream(out)) {
            packer.write(data);
        }
        return out.toByteArray();
    }
}
