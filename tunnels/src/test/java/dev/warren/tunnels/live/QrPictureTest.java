package dev.warren.tunnels.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrPictureTest {

    private static final int MARGIN = 2;

    private final TunnelWorld world = new TunnelWorld(new FakeExposures());

    @Test
    void aReaderReadsWhatWasWritten() throws Exception {
        assertThat(decoded(QrPicture.of("https://alice-web.tuns.example.org:8443/api")))
                .isEqualTo("https://alice-web.tuns.example.org:8443/api");
        assertThat(decoded(QrPicture.of("x".repeat(500)))).isEqualTo("x".repeat(500));
    }

    @Test
    void showsWebTunnelsOnceAndNoOthers() throws Exception {
        var connection = new FakeConnection(FakeConnection.account(1, "alice"), "qr=on");

        world.tunnels.bind(connection, new ForwardRequest("web", 80));
        world.tunnels.bind(connection, new ForwardRequest("", 10_001));
        world.tunnels.options(connection, List.of("note=x"));

        List<SessionNews> pictures = pictures(connection);
        assertThat(pictures).hasSize(1);
        assertThat(decoded(pictures.getFirst().picture()))
                .isEqualTo("http://alice-web.tuns.example.org:8080");
    }

    @Test
    void aSessionsWordShowsWhatStandsAlready() {
        var connection = new FakeConnection(FakeConnection.account(1, "alice"));
        world.tunnels.bind(connection, new ForwardRequest("web", 80));
        world.tunnels.bind(connection, new ForwardRequest("other", 80));

        world.tunnels.options(connection, List.of("other:qr=on"));

        assertThat(pictures(connection))
                .extracting(SessionNews::line)
                .containsExactly("http://alice-other.tuns.example.org:8080");
    }

    private static List<SessionNews> pictures(FakeConnection connection) {
        return connection.news().stream().filter(news -> !news.picture().isEmpty()).toList();
    }

    /** What a phone makes of it. */
    private static String decoded(List<String> rows) throws FormatException, ChecksumException {
        int side = rows.getFirst().length() - 2 * MARGIN;
        BitMatrix modules = new BitMatrix(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                char block = rows.get((y + MARGIN) / 2).charAt(x + MARGIN);
                char half = (y + MARGIN) % 2 == 0 ? '\u2580' : '\u2584';
                if (block != '\u2588' && block != half) {
                    modules.set(x, y);
                }
            }
        }
        return new Decoder().decode(modules).getText();
    }
}
