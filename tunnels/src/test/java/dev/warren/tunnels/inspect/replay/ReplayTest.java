package dev.warren.tunnels.inspect.replay;

import static dev.warren.tunnels.inspect.InspectWorld.WEB;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpObserver;
import dev.warren.tunnels.inspect.InspectWorld;
import dev.warren.tunnels.inspect.InspectWorld.Request;
import dev.warren.tunnels.inspect.InspectWorld.Response;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.view.Shown;
import dev.warren.tunnels.inspect.view.Views;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final String SINGLE = "Content-Length";

    private final InspectWorld world = new InspectWorld(1 << 20, 1 << 20, 9, 8);
    private final Views views = new Views(MemoryBudget.root("views", 20 << 20), 1000);

    private HttpEdits edits = HttpEdits.NONE;
    private boolean onDisk;

    @Test
    void framesTheRequestAnewAndSaysWhoseItWas() throws InterruptedException {
        record(
                "POST",
                "4\r\nabcd\r\n0\r\n\r\n",
                "Transfer-Encoding",
                "chunked",
                "X-Forwarded-For",
                "6");
        assertThat(made(Changes.NONE)).isInstanceOf(Replay.Made.Impossible.class);

        record(
                "POST",
                "abcd",
                SINGLE,
                "4",
                "Authorization",
                "secret",
                "X-A",
                "b",
                "Connection",
                "x");

        Replay replay = request(Changes.NONE);
        assertThat(text(replay.head()))
                .startsWith("POST /hook HTTP/1.1\r\nX-A: b\r\nX-Forwarded-For: 203.0.113.9\r\n")
                .contains("X-Warren-Replay: req_2\r\n", "Content-Length: 4\r\n")
                .endsWith("Connection: close\r\n\r\n")
                .doesNotContain("redacted", "secret");
        assertThat(text(replay.body().orElseThrow())).isEqualTo("abcd");
        assertThat(replay.left()).containsExactly("Authorization");
    }

    @Test
    void changesWhatIsAskedFor() throws InterruptedException {
        record("POST", "long beyond what is kept", SINGLE, "24", "X-A", "b", "X-B", "c");

        Replay replay =
                request(
                        new Changes(
                                Optional.of("PUT"),
                                Optional.of("/new?x"),
                                List.of(Changes.field("x-a: d"), Changes.field("X-B:")),
                                Optional.of("mine".getBytes(UTF_8))));

        assertThat(text(replay.head()))
                .startsWith("PUT /new?x HTTP/1.1\r\nx-a: d\r\n")
                .contains("Content-Length: 4\r\n")
                .doesNotContain("X-B");
        assertThat(text(replay.body().orElseThrow())).isEqualTo("mine");
    }

    @Test
    void isChangedAsTheTunnelsOptionsSay() throws InterruptedException {
        record("POST", "abcd", SINGLE, "4", "Host", "a.test", "X-A", "b", "Authorization", "c");
        edits =
                new HttpEdits(
                        Optional.of("/stripped"),
                        Optional.of("dev.local"),
                        Set.of("x-a", "authorization"),
                        List.of(new HttpField("X-Env", "dev")),
                        Set.of(),
                        List.of(),
                        false);

        Replay replay = request(Changes.NONE);

        assertThat(text(replay.head()))
                .startsWith("POST /stripped HTTP/1.1\r\nHost: dev.local\r\nX-Env: dev\r\n")
                .doesNotContain("a.test", "X-A");
        assertThat(replay.left()).isEmpty();
    }

    @Test
    void framesABodyOnDiskAsItCame() throws InterruptedException {
        onDisk = true;
        record("POST", "long beyond what is kept", SINGLE, "24");

        Replay plain = request(Changes.NONE);
        assertThat(text(plain.head())).contains("\r\nContent-Length: 24\r\n");
        assertThat(plain.body()).isEmpty();

        record("POST", "9\r\nabcdefghi\r\n0\r\n\r\n", "Transfer-Encoding", "chunked");

        Replay chunked = request(Changes.NONE);
        assertThat(text(chunked.head()))
                .contains("\r\nTransfer-Encoding: chunked\r\n")
                .doesNotContain(SINGLE);
        assertThat(chunked.body()).isEmpty();
    }

    @Test
    void saysWhyItCannot() throws InterruptedException {
        record("POST", "long beyond what is kept", SINGLE, "24");

        assertThat(made(Changes.NONE))
                .isEqualTo(
                        new Replay.Made.Impossible(
                                "req_1: its body was not captured whole, 8 of 24 bytes (expected: another one with --body)"));
    }

    @Test
    void aBodyThatNobodyTookIsNotTakenForAnEmptyOne() throws InterruptedException {
        for (String[] framing : new String[][] {{SINGLE, "24"}, {"Transfer-Encoding", "chunked"}}) {
            record("PUT", "", framing);

            assertThat(made(Changes.NONE)).isInstanceOf(Replay.Made.Impossible.class);
        }
        record("PUT", "", SINGLE, "0");
        assertThat(made(Changes.NONE)).isInstanceOf(Replay.Made.Request.class);
    }

    @Test
    void refusesWhatCouldNotBeSent() {
        assertThatThrownBy(() -> changed("G ET", "/")).hasMessageStartingWith("method: G ET");
        assertThatThrownBy(() -> changed("GET", "/a b")).hasMessageStartingWith("path: /a b");
        assertThatThrownBy(() -> Changes.field("x")).hasMessageStartingWith("header: x");
        assertThatThrownBy(() -> Changes.field("x: a\r\nb: c"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheBeginningOfAnAnswerAndCountsTheRest() {
        var handler = new AnswerHandler(4, onlooker());
        var channel =
                new EmbeddedChannel(new AnswerDecoder(new HttpDecoderConfig(), false), handler);

        write(channel, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 6\r\n");
        write(channel, "X-A: b\r\n\r\nabc");
        write(channel, "def");

        assertThat(handler.result().getNow(null))
                .returns(201, AnswerHandler.Taken::status)
                .returns("Made", AnswerHandler.Taken::reason)
                .returns(6L, AnswerHandler.Taken::total)
                .returns(true, AnswerHandler.Taken::ended)
                .extracting(taken -> text(taken.body()))
                .isEqualTo("abcd");
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void anAnswerThatBreaksOffIsShownAsFarAsItCame() throws InterruptedException {
        var onlooker = onlooker();
        var handler = new AnswerHandler(100, onlooker);
        var channel =
                new EmbeddedChannel(new AnswerDecoder(new HttpDecoderConfig(), false), handler);

        write(channel, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
        channel.close();

        assertThat(handler.result().getNow(null))
                .returns(3L, AnswerHandler.Taken::total)
                .returns(false, AnswerHandler.Taken::ended);
        onlooker.ended();
        assertThat(shown(onlooker.id().orElseThrow()).summary())
                .returns("PUT", Summary::method)
                .returns("/again", Summary::path)
                .returns(200, Summary::status)
                .returns(3L, Summary::responseBytes)
                .returns(false, Summary::open);
    }

    @Test
    void whatIsSentAgainIsShownLikeWhatVisitorsSend() throws InterruptedException {
        var onlooker = onlooker();
        var channel =
                new EmbeddedChannel(
                        new AnswerDecoder(new HttpDecoderConfig(), false),
                        new AnswerHandler(100, onlooker));
        onlooker.requestBody(Unpooled.copiedBuffer("mine", UTF_8));

        write(channel, "HTTP/1.1 201 Made\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n3\r\nabc");
        write(channel, "\r\n0\r\n\r\n");
        onlooker.ended();

        Shown shown = shown(onlooker.id().orElseThrow());
        assertThat(shown.summary().requestBytes()).isEqualTo(4);
        assertThat(shown.request().find("X-Warren-Replay")).contains("req_1");
        assertThat(shown.response().find("X-A")).contains("b");
        assertThat(text(shown.responseBody().wire())).isEqualTo("abc");
        assertThat(shown.responseBody().whole()).isTrue();
    }

    private Onlooker onlooker() {
        var fields = List.of(new HttpField("X-Warren-Replay", "req_1"));
        var replay = new Replay("PUT", "/again", fields, Optional.empty(), List.of());
        var sent = new Sent(WEB.host(), new InetSocketAddress("203.0.113.9", 1), replay);
        return new Onlooker(sent, Optional.of(world.begin(WEB, sent)));
    }

    private Shown shown(String id) throws InterruptedException {
        return views.look(world.inspector.find(id).orElseThrow(), Function.identity())
                .orElseThrow();
    }

    private static Changes changed(String method, String path) {
        return new Changes(Optional.of(method), Optional.of(path), List.of(), Optional.empty());
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    private void record(String method, String body, String... fields) {
        Request request = Request.of(method, "/hook", fields);
        HttpObserver observer = world.begin(WEB, request);
        observer.requestBody(Unpooled.copiedBuffer(body, ISO_8859_1));
        observer.response(Response.of(200));
        InspectWorld.end(observer, request, 200);
    }

    private Replay request(Changes changes) throws InterruptedException {
        assertThat(made(changes)).isInstanceOf(Replay.Made.Request.class);
        return ((Replay.Made.Request) made(changes)).replay();
    }

    private Replay.Made made(Changes changes) throws InterruptedException {
        var last = world.inspector.list(1, _ -> true).getLast();
        return views.look(
                        last,
                        shown -> Replay.of(shown, new Replay.Wish(changes, _ -> edits, onDisk)))
                .orElseThrow();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
