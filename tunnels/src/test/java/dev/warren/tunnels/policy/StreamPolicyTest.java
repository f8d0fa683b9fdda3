package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.OptionWords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPolicyTest {

    private static final InetSocketAddress VISITOR = new InetSocketAddress("203.0.113.9", 5555);

    private final EmbeddedChannel stream = new EmbeddedChannel();

    @Test
    void ownLimitCountsUpToTheServers() {
        assertThat(policy().most(7)).isEqualTo(7);
        assertThat(policy("max-connections=3").most(7)).isEqualTo(3);
        assertThat(policy("max-connections=9").most(7)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,PROXY TCP4 203.0.113.9 127.0.0.1 5555 80",
        "2001:db8::9,PROXY TCP6 2001:db8::9 ::1 5555 80"
    })
    void tellsWhoVisitsInALine(String address, String line) {
        policy("proxy-protocol=1").prepare(stream, new InetSocketAddress(address, 5555), 80);

        assertThat(sent().toString(ISO_8859_1)).isEqualTo(line + "\r\n");
    }

    @Test
    void tellsWhoVisitsInBinary() {
        policy("proxyproto=2").prepare(stream, VISITOR, 443);

        assertThat(ByteBufUtil.hexDump(sent()))
                .isEqualTo(
                        "0d0a0d0a000d0a515549540a"
                                + "2111000c"
                                + "cb007109"
                                + "7f000001"
                                + "15b3"
                                + "01bb");
    }

    @Test
    void tellsWhoVisitsFromIpv6InBinary() {
        policy("proxy-protocol=2").prepare(stream, new InetSocketAddress("2001:db8::9", 1), 2);

        assertThat(ByteBufUtil.hexDump(sent()))
                .startsWith("0d0a0d0a000d0a515549540a" + "21210024" + "20010db8")
                .endsWith("0001" + "00010002");
    }

    @Test
    void aStreamThatIsAheadIsNeitherReadNorWritten() {
        policy("bandwidth=10KB").prepare(stream, VISITOR, 80);
        stream.config().setAutoRead(false);

        stream.writeOutbound(Unpooled.wrappedBuffer(new byte[10_240]));

        assertThat(stream.isWritable()).isFalse();
        sent().release();
        stream.advanceTimeBy(2, TimeUnit.SECONDS);
        stream.runScheduledPendingTasks();
        assertThat(stream.isWritable()).isTrue();
    }

    @Test
    void paceIsKeptOverAllStreamsTogether() {
        Pace pace = new Pace(1_000, 0);

        assertThat(pace.passed(100, 0)).isZero();
        assertThat(pace.passed(1_000, 0)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        // time that nobody used is lost
        assertThat(pace.passed(1_000, TimeUnit.SECONDS.toNanos(100)))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(900));
    }

    private ByteBuf sent() {
        ByteBuf bytes = stream.readOutbound();
        assertThat(bytes).isNotNull();
        return bytes;
    }

    private static StreamPolicy policy(String... words) {
        OptionWords.Read read = new OptionWords(() -> Instant.EPOCH).read(List.of(words));
        assertThat(read.complaints()).isEmpty();
        return StreamPolicy.of(read.over(ConnectionOptions.NONE).common());
    }
}
