package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.BackendHttp2.Connection;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.h2.Http2Backends;
import dev.warren.edge.http.proxy.FrameWire.Frame;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What backends that speak HTTP/2 do at the end of a stream, frame by frame. */
class Http2BackendIT {

    private static final int REFUSED_STREAM = 7;

    @TempDir static Path folder;

    @RegisterExtension final DoorFixture door = new DoorFixture().withHttps(() -> folder);

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test");
    }

    /** What one connection of a backend does, after both sides have greeted. */
    @FunctionalInterface
    private interface Script {
        void run(FrameWire wire, int number);
    }

    private Backend serve(Script script) {
        Backend backend =
                new Backend((wire, number) -> script.run(new FrameWire(wire.socket()), number));
        door.route("a.test", new Speaking(door.serve("streams.test", backend, true)));
        return backend;
    }

    /** A target whose server is asked in HTTP/2, on one connection for as long as it has room. */
    private static final class Speaking implements HttpTarget {

        private final FakeTarget streams;
        private final Http2Backends backends = new Http2Backends(new HeadLimits(65536, 16384, 100));
        private @Nullable Connection connection;

        Speaking(FakeTarget streams) {
            this.streams = streams;
        }

        @Override
        public String kind() {
            return "fake";
        }

        @Override
        public MemoryBudget budget() {
            return streams.budget();
        }

        @Override
        public Optional<EventLoop> eventLoop() {
            return streams.eventLoop();
        }

        @Override
        public Future<Channel> connect(EventLoop loop, HttpRequest request) {
            Connection now = connection;
            if (now != null && now.hasRoom()) {
                return now.open();
            }
            Promise<Channel> promise = loop.newPromise();
            streams.open(loop)
                    .addListener((Future<Channel> opened) ->
                            backends.greet(opened.getNow(), streams.budget())
                                    .addListener((Future<Connection> greeted) -> {
                                        Connection fresh = greeted.getNow();
                                        connection = fresh;
                                        promise.setSuccess(fresh.open().getNow());
                                    }));
            return promise;
        }
    }

    private static void answer(FrameWire wire, int stream, String text) {
        wire.head(stream, false, FrameWire.fields(":status", "200"));
        wire.send(FrameWire.DATA, FrameWire.END_STREAM, stream, text.getBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 11})
    void theVisitorIsToldTheCodeByWhichAnAnswerWasCutOff(int code) {
        serve((wire, number) -> {
            int stream = wire.next(FrameWire.HEADERS).stream();
            wire.head(stream, false, FrameWire.fields(":status", "200"));
            wire.send(FrameWire.DATA, 0, stream, new byte[] {'x'}).reset(stream, code);
            wire.next(-1);
        });

        try (FrameWire visitor = new FrameWire(door.securePort(), "a.test", 65535)) {
            visitor.get(1, "a.test", "/");

            assertThat(visitor.next(FrameWire.DATA).text()).isEqualTo("x");
            Frame reset = visitor.next(FrameWire.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(1);
            assertThat(reset.code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatWasNotLookedAtIsAskedAgain(boolean goodbye) {
        Backend backend =
                serve((wire, number) -> {
                    int stream = wire.next(FrameWire.HEADERS).stream();
                    if (goodbye && number == 1) {
                        wire.goAway(0).next(-1);
                        return;
                    }
                    if (!goodbye) {
                        stream =
                                wire.reset(stream, REFUSED_STREAM).next(FrameWire.HEADERS).stream();
                    }
                    answer(wire, stream, "again");
                    wire.next(-1);
                });

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");

            assertThat(visitor.rest()).startsWith("HTTP/1.1 200 ").contains("again");
        }
        assertThat(backend.connections()).isEqualTo(goodbye ? 2 : 1);
    }

    @Test
    void aConnectionThatEndsJustAsItIsUsedAgainCostsNobodyARequest() {
        Backend backend =
                serve((wire, number) -> {
                    answer(wire, wire.next(FrameWire.HEADERS).stream(), "answer" + number);
                    if (number == 2) {
                        wire.next(-1);
                    }
                    // the first one hangs up on its second request
                    wire.next(FrameWire.HEADERS);
                });

        for (int i = 1; i <= 2; i++) {
            try (Wire visitor = door.visit()) {
                visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");

                assertThat(visitor.rest()).contains("answer" + i);
            }
        }
        assertThat(backend.connections()).isEqualTo(2);
    }

    @Test
    void whatMayHaveBeenDoneIsNotAskedAgain() {
        Backend backend =
                serve((wire, number) -> {
                    wire.next(FrameWire.HEADERS);
                });

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").response())
                    .startsWith("HTTP/1.1 502 ");
        }
        assertThat(backend.connections()).isEqualTo(1);
    }
}
