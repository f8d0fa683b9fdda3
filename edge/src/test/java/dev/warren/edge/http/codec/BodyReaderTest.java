package dev.warren.edge.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                ";a\r\n",
                " 5\r\n",
                "5 \r\n",
                "5 ;a\r\n",
                "0x5\r\n",
                "-1\r\n",
                "+1\r\n",
                "5\n",
                "5\r5",
                "5;a\nb\r\n",
                "5;\u0000\r\n",
                "G\r\n",
                "1234567890abcdef\r\n",
                "1\r\nab\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\r\na\rx",
                "0\r\nA b: c\r\n\r\n",
                "0\r\n: c\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\nA: b\r\n c\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\ntransfer-encoding: chunked\r\n\r\n",
                "0\r\nX_Real_IP: 1\r\n\r\n",
                "0\r\nHost: b\r\n\r\n",
                "0\r\n\rx",
                "0\r\n\n"
            })
    void refusesBrokenChunks(String body) {
        assertThatThrownBy(() -> BodyReader.chunked().accept(bytes(body)))
                .isInstanceOfSatisfying(
                        HttpRefusal.class, r -> assertThat(r.status()).isEqualTo(400));
        assertThatThrownBy(
                        () -> {
                            BodyReader reader = BodyReader.chunked();
                            for (char c : body.toCharArray()) {
                                reader.accept(bytes(String.valueOf(c)));
                            }
                        })
                .isInstanceOf(HttpRefusal.class);
    }

    @Test
    void refusesEndlessExtensionsAndTrailers() {
        assertThatThrownBy(() -> BodyReader.chunked().accept(bytes("5;" + "a".repeat(300))))
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(
                        () -> BodyReader.chunked().accept(bytes("0\r\n" + "A: b\r\n".repeat(2000))))
                .hasMessageContaining("8192 bytes");
    }

    @Test
    void findsEndOfAnyChunkedBodyHoweverItIsCut() throws HttpRefusal {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 2000; round++) {
            StringBuilder data = new StringBuilder();
            String body = randomBody(random, data);
            ByteBuf in = bytes(body + "GET / HTTP/1.1\r\n");

            assertThat(accepted(BodyReader.chunked(), in, random)).isEqualTo(body.length());
            assertThat(unchunked(bytes(body), random)).isEqualTo(data.toString());
        }
    }

    private static String randomBody(SplittableRandom random, StringBuilder data) {
        StringBuilder body = new StringBuilder();
        for (int chunk = random.nextInt(5); chunk > 0; chunk--) {
            int length = 1 + random.nextInt(40);
            body.append(random.nextBoolean() ? "0" : "").append(Integer.toHexString(length));
            body.append(random.nextInt(3) == 0 ? ";x=\"y z\"" : "").append("\r\n");
            for (int i = 0; i < length; i++) {
                char c = "\r\n0;a".charAt(random.nextInt(5));
                body.append(c);
                data.append(c);
            }
            body.append("\r\n");
        }
        body.append("000\r\n");
        for (int trailer = random.nextInt(3); trailer > 0; trailer--) {
            body.append("X-").append(trailer).append(": v\r\n");
        }
        return body.append("\r\n").toString();
    }

    private static int accepted(BodyReader reader, ByteBuf in, SplittableRandom random)
            throws HttpRefusal {
        int total = 0;
        while (!reader.done()) {
            ByteBuf piece = in.slice(total, 1 + random.nextInt(in.readableBytes() - total));
            total += reader.accept(piece);
        }
        return total;
    }

    private static String unchunked(ByteBuf in, SplittableRandom random) throws HttpRefusal {
        BodyReader reader = BodyReader.chunked();
        StringBuilder data = new StringBuilder();
        while (!reader.done()) {
            ByteBuf piece = in.readSlice(1 + random.nextInt(in.readableBytes()));
            for (ByteBuf d = reader.unchunk(piece); d != null; d = reader.unchunk(piece)) {
                data.append(d.toString(StandardCharsets.ISO_8859_1));
            }
        }
        return data.toString();
    }

    @Test
    void neverThrowsAnythingButRefusals() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder noise = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                noise.append("0123af\r\n\r\n;: x\0".charAt(random.nextInt(15)));
            }
            BodyReader reader = BodyReader.chunked();
            ByteBuf in = bytes(noise.toString());
            try {
                assertThat(reader.accept(in)).isBetween(0, in.readableBytes());
            } catch (HttpRefusal refusal) {
                assertThat(refusal.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void countsBodiesOfKnownLength() throws HttpRefusal {
        BodyReader reader = BodyReader.ofLength(5);

        assertThat(reader.accept(bytes("abc"))).isEqualTo(3);
        assertThat(reader.done()).isFalse();
        assertThat(reader.accept(bytes("defg"))).isEqualTo(2);
        assertThat(reader.done()).isTrue();
        assertThat(reader.accept(bytes("x"))).isZero();
    }
}
