package dev.warren.edge.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPreambleTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** From 192.0.2.7:4242 to 192.0.2.1:443. */
    private static final String IPV4 = "c0000207" + "c0000201" + "1092" + "01bb";

    private final ProxyPreamble preamble = new ProxyPreamble();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] line(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** Gives as much as is wanted, at most {@code piece} bytes at a time; returns what is left. */
    private int feed(byte[] all, int piece) throws ProxyPreamble.MalformedException {
        ByteBuf in = Unpooled.wrappedBuffer(all);
        while (in.isReadable() && !preamble.isDone()) {
            int length = Math.min(Math.min(piece, preamble.wanted()), in.readableBytes());
            preamble.take(in.readSlice(length));
        }
        return in.readableBytes();
    }

    private @Nullable InetSocketAddress read(byte[] header) throws Exception {
        byte[] all = new byte[header.length + 5];
        System.arraycopy(header, 0, all, 0, header.length);
        for (int piece : new int[] {1, 7, 10_000}) {
            ProxyPreambleTest fresh = new ProxyPreambleTest();
            assertThat(fresh.feed(all, piece)).as("bytes behind it").isEqualTo(5);
            assertThat(fresh.preamble.isDone()).isTrue();
        }
        feed(all, 10_000);
        return preamble.source();
    }

    @Test
    void readsLinesForBothKindsOfAddresses() throws Exception {
        assertThat(read(line("PROXY TCP4 192.0.2.7 192.0.2.1 4242 443\r\n")))
                .isEqualTo(new InetSocketAddress("192.0.2.7", 4242));
        assertThat(
                        new ProxyPreambleTest()
                                .read(line("PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n")))
                .isEqualTo(new InetSocketAddress("2001:db8::7", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff:f::1 ffff::2 1 2\r\n"})
    void aProxyMaySpeakForNobody(String text) throws Exception {
        assertThat(read(line(text))).isNull();
    }

    @Test
    void readsTheBinaryForm() throws Exception {
        assertThat(read(hex(SIGNATURE + "2111" + "000c" + IPV4)))
                .isEqualTo(new InetSocketAddress("192.0.2.7", 4242));
        String from = "20010db8000000000000000000000007";
        assertThat(
                        new ProxyPreambleTest()
                                .read(hex(SIGNATURE + "2121" + "0024" + from + from + "00010002")))
                .isEqualTo(new InetSocketAddress("2001:db8::7", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // LOCAL, with and without an address
                "20000000",
                "2011000cc0000207c0000201109201bb",
                // not told, with bytes that mean nothing
                "21000003ffffff",
            })
    void aBinaryHeaderMaySpeakForNobody(String rest) throws Exception {
        assertThat(read(hex(SIGNATURE + rest))).isNull();
    }

    @Test
    void skipsExtensions() throws Exception {
        String extensions = "01" + "0002" + "6832" + "04" + "0000" + "ee" + "0001" + "ff";

        assertThat(read(hex(SIGNATURE + "2111" + "0018" + IPV4 + extensions)))
                .isEqualTo(new InetSocketAddress("192.0.2.7", 4242));
    }

    @Test
    void wantsTheChecksumToBeRight() throws Exception {
        byte[] header = hex(SIGNATURE + "2111" + "0013" + IPV4 + "03" + "0004" + "00000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
        assertThat(read(header)).isEqualTo(new InetSocketAddress("192.0.2.7", 4242));

        header[header.length - 1] ^= 1;
        assertThatThrownBy(() -> new ProxyPreambleTest().feed(header, 10_000))
                .hasMessage("checksum");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 4242 443\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4242 443 \r\n",
                "PROXY TCP4 192.0.2.7  192.0.2.1 4242 443\r\n",
                "PROXY TCP4 192.0.2.07 192.0.2.1 4242 443\r\n",
                "PROXY TCP4 2001:db8::7 192.0.2.1 4242 443\r\n",
                "PROXY TCP6 192.0.2.7 192.0.2.1 4242 443\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 04242 443\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4242 65536\r\n",
                "PROXY TCP5 192.0.2.7 192.0.2.1 4242 443\r\n",
                "PROXY UNKNOWNS\r\n",
            })
    void refusesLinesThatAreWrong(String text) {
        assertThatThrownBy(() -> feed(line(text), 10_000))
                .isInstanceOf(ProxyPreamble.MalformedException.class)
                .hasMessage("malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // another version, another command, another family, too short for its addresses
                "1111000cc0000207c0000201109201bb",
                "2211000cc0000207c0000201109201bb",
                "2112000cc0000207c0000201109201bb",
                "2111000bc0000207c00002011092bb",
                // an extension that is longer than the header, and half of one
                "21110010c0000207c0000201109201bb0100ff00",
                "2111000dc0000207c0000201109201bb01",
                // a checksum of two bytes
                "21110011c0000207c0000201109201bb0300020000",
            })
    void refusesBinaryHeadersThatAreWrong(String rest) {
        assertThatThrownBy(() -> feed(hex(SIGNATURE + rest), 10_000)).hasMessage("malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "PROXX", "\r\n\r\nx"})
    void saysAtOnceThatThereIsNone(String text) {
        assertThatThrownBy(() -> feed(line(text), 6)).hasMessage("missing");
    }

    @Test
    void endsWhatIsTooLong() {
        assertThatThrownBy(() -> feed(line("PROXY UNKNOWN " + "x".repeat(200)), 10_000))
                .hasMessage("too-long");
        assertThatThrownBy(() ->
                        new ProxyPreambleTest()
                                .feed(hex(SIGNATURE + "2111" + "0ff1" + IPV4), 10_000))
                .hasMessage("too-long");
    }
}
