package dev.warren.edge.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.edge.http.h2.RequestText.Framing;
import dev.warren.edge.http.h2.RequestText.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTextTest {

    private static Http2Headers headers(String method, String... fields) {
        Http2Headers headers =
                new DefaultHttp2Headers(false)
                        .method(method)
                        .scheme("https")
                        .path("/p?q")
                        .authority("a.test");
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return headers;
    }

    private static RequestText of(Http2Headers headers, boolean ended) throws MalformedException {
        return RequestText.of(
                UnpooledByteBufAllocator.DEFAULT, headers, ended, new SplittableRandom(1));
    }

    private static String text(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.release();
        return text;
    }

    @Test
    void framesABodyAsTheHeadSaysOrInChunks() throws MalformedException {
        RequestText none = of(headers("GET"), true);
        RequestText empty = of(headers("POST"), true);
        RequestText counted = of(headers("POST", "content-length", "5"), false);
        RequestText chunked = of(headers("GET", "te", "trailers"), false);

        assertThat(none.framing()).isEqualTo(Framing.NONE);
        assertThat(text(none.head())).isEqualTo("GET /p?q HTTP/1.1\r\nHost: a.test\r\n\r\n");
        assertThat(text(empty.head())).endsWith("\r\nContent-Length: 0\r\n\r\n");
        assertThat(counted.framing()).isEqualTo(Framing.COUNTED);
        assertThat(text(counted.head())).endsWith("\r\ncontent-length: 5\r\n\r\n");
        assertThat(chunked.framing()).isEqualTo(Framing.CHUNKED);
        assertThat(text(chunked.head()))
                .endsWith("\r\nte: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void takesTheHostFieldWhereThereIsNoAuthority() throws MalformedException {
        Http2Headers headers = headers("GET", "host", "b.test");
        headers.remove(":authority");

        assertThat(text(of(headers, true).head())).contains("\r\nhost: b.test\r\n");
        assertThat(text(of(headers("GET", "host", "A.test"), true).head()))
                .containsOnlyOnce("test\r\n");
        assertThat(text(of(headers("GET", "host", "b.test"), true).head()))
                .contains("Host: a.test\r\n", "host: b.test\r\n");
    }

    @Test
    void joinsCookies() throws MalformedException {
        assertThat(
                        text(
                                of(headers("GET", "cookie", "a=1", "x", "y", "cookie", "b=2"), true)
                                        .head()))
                .endsWith("x: y\r\ncookie: a=1; b=2\r\n\r\n");
    }

    @Test
    void asksForAnUpgradeWhereHttp2Connects() throws MalformedException {
        RequestText request = of(headers("CONNECT").set(":protocol", "websocket"), false);

        assertThat(request.framing()).isEqualTo(Framing.RAW);
        assertThat(text(request.head()))
                .startsWith("GET /p?q HTTP/1.1\r\n")
                .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection|close",
                "transfer-encoding|chunked",
                "upgrade|h2c",
                "te|gzip",
                "X-Upper Case|1",
                "a:b|1",
                "content-length|7"
            })
    void refusesWhatHasNoPlaceInHttp2(String name, String value) {
        assertThatThrownBy(() -> of(headers("GET", name, value), true))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({"13", "10", "0"})
    void refusesBytesThatWouldStartAnotherLine(int octet) {
        String value = "a" + (char) octet + "b: c";

        assertThatThrownBy(() -> of(headers("GET", "x", value), true))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> of(headers("GET").path("/" + value), true))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> of(headers("GET").authority(value), true))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> of(headers("GET " + value), true))
                .isInstanceOf(MalformedException.class);
    }
}
