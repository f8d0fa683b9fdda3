package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see when the server stops. */
class StopIT {

    @TempDir private Path folder;

    @Test
    void sessionsAreToldAndOpenStreamsFinish() throws Exception {
        Clients.require("ssh", "ssh-keygen");
        try (var rig =
                        new TunnelRig(
                                folder,
                                "warren.tunnels.drain-time",
                                "20s",
                                "warren.http.drain",
                                "1s");
                var echo = TcpBackend.echo()) {
            Clients.Running client =
                    rig.clients.ssh("alice", "-R", "21001:" + echo.place(), at("alice"));
            client.await("TCP: localhost:21001");
            try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), 21_001)) {
                visitor.setSoTimeout(10_000);
                talk(visitor);

                Thread stop = Thread.startVirtualThread(rig.warren::close);

                client.await("the server is restarting: reconnect in a moment");
                await().until(() -> isRefused(21_001));
                talk(visitor);
                assertThat(client.isAlive()).isTrue();
                visitor.close();
                stop.join(Duration.ofSeconds(15));
                assertThat(stop.isAlive()).isFalse();
            }
            client.awaitEnd();
        }
    }

    private static void talk(Socket visitor) throws IOException {
        visitor.getOutputStream().write(8);
        assertThat(visitor.getInputStream().read()).isEqualTo(8);
    }

    private static boolean isRefused(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
