package dev.warren.edge.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloProtocolsTest {

    private static final int RECORD_AND_MESSAGE_HEADERS = 5 + 4;

    @ParameterizedTest
    @CsvSource({
        "acme-tls/1, true",
        "acme-tls/1;h2, false",
        "h2;acme-tls/1, false",
        "h2, false",
        "acme-tls/11, false",
        "'', false"
    })
    void findsAProtocolThatIsOfferedAlone(String offered, boolean found) throws Exception {
        ByteBuf hello = hello(offered.isEmpty() ? new String[0] : offered.split(";"));

        assertThat(HelloProtocols.offersOnly(hello, "acme-tls/1")).isEqualTo(found);
        assertThat(hello.readerIndex()).isZero();
    }

    @Test
    void takesWhatIsCutShortForNoOffer() throws Exception {
        ByteBuf whole = hello("acme-tls/1");

        for (int i = 0; i < whole.readableBytes(); i++) {
            assertThat(HelloProtocols.offersOnly(whole.slice(0, i), "acme-tls/1")).isFalse();
        }
    }

    /** The body of what the JDK's own client sends first. */
    private static ByteBuf hello(String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("a.test", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(32 * 1024);
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        return Unpooled.wrappedBuffer(out).skipBytes(RECORD_AND_MESSAGE_HEADERS).slice();
    }
}
