package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All doors behind a proxy that tells whom its connections are for. */
@Timeout(60)
class FrontProxyIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final String TOLD = "PROXY TCP4 203.0.113.9 192.0.2.1 4242 443\r\n";
    private static final byte[] TOLD_BINARY =
            HexFormat.of()
                    .parseHex(
                            "0d0a0d0a000d0a515549540a"
                                    + "2111000f"
                                    + "cb007109c0000201109201bb010000");

    @TempDir static Path folder;

    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl", "nc");
        rig =
                new TunnelRig(
                        folder,
                        "warren.https.port",
                        "0",
                        "warren.https.address",
                        "127.0.0.1",
                        "warren.net.proxy-protocol.from",
                        "127.0.0.1",
                        "warren.net.proxy-protocol.timeout",
                        "500ms");
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    /** An SSH client that comes by way of the proxy. */
    private Clients.Running ssh(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-o";
        all[1] =
                "ProxyCommand=sh -c 'printf \"PROXY TCP4 198.51.100.7 192.0.2.1 999 22\\r\\n\"; exec"
                        + " cat' | nc 127.0.0.1 "
                        + rig.warren.sshPort();
        System.arraycopy(words, 0, all, 2, words.length);
        return rig.clients.ssh("alice", all);
    }

    private void publish(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "-R";
        all[1] = "web:80:" + rig.web.place();
        all[2] = at("alice");
        System.arraycopy(options, 0, all, 3, options.length);
        ssh(all).await("HTTPS?: http");
    }

    private String curl(String scheme, int port, String... more) {
        String[] all = new String[more.length + 6];
        all[0] = "curl";
        all[1] = "-sSk";
        all[2] = "--haproxy-protocol";
        all[3] = "--resolve";
        all[4] = HOST + ":" + port + ":127.0.0.1";
        all[5] = scheme + "://" + HOST + ":" + port + "/headers";
        System.arraycopy(more, 0, all, 6, more.length);
        Clients.Running curl = rig.clients.start(all);
        assertThat(curl.awaitEnd()).as("curl wrote: %s", curl.output()).isZero();
        return curl.output();
    }

    /** What comes back when {@code bytes} are sent, up to the end. */
    private static String exchange(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(all);
            } catch (SocketException reset) {
                // what it refuses may be unread
            }
            return all.toString(ISO_8859_1);
        }
    }

    private static byte[] request(String... heads) {
        return (String.join("", heads)
                        + "GET /headers HTTP/1.1\r\nHost: "
                        + HOST
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    @Test
    void curlSpeaksForItselfThroughBothDoors() {
        publish();

        assertThat(curl("http", rig.warren.httpPort()))
                .containsIgnoringCase("X-Real-IP: [127.0.0.1]");
        assertThat(curl("https", rig.warren.httpsPort()))
                .containsIgnoringCase("X-Forwarded-Proto: [https]");
    }

    @Test
    void theBackendIsToldOfTheVisitorAndNotOfTheProxy() throws IOException {
        publish();

        assertThat(exchange(rig.warren.httpPort(), request(TOLD)))
                .containsIgnoringCase("X-Forwarded-For: [203.0.113.9]")
                .containsIgnoringCase("X-Real-IP: [203.0.113.9]");
        byte[] plain = request();
        byte[] binary = new byte[TOLD_BINARY.length + plain.length];
        System.arraycopy(TOLD_BINARY, 0, binary, 0, TOLD_BINARY.length);
        System.arraycopy(plain, 0, binary, TOLD_BINARY.length, plain.length);
        assertThat(exchange(rig.warren.httpPort(), binary))
                .containsIgnoringCase("X-Real-IP: [203.0.113.9]");
    }

    @Test
    void addressRulesAreForTheVisitor() throws IOException {
        publish("deny-ip=203.0.113.0/24");

        assertThat(exchange(rig.warren.httpPort(), request(TOLD))).startsWith("HTTP/1.1 403 ");
        assertThat(exchange(rig.warren.httpPort(), request(TOLD.replace("203.", "198."))))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aSecondHeaderIsNobodysWord() throws IOException {
        publish();

        assertThat(exchange(rig.warren.httpPort(), request(TOLD, TOLD)))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aProxyThatTellsNothingIsRefused() throws IOException {
        publish();

        assertThat(exchange(rig.warren.httpPort(), request())).isEmpty();
        assertThat(exchange(rig.warren.sshPort(), "SSH-2.0-x\r\n".getBytes(ISO_8859_1))).isEmpty();
        assertThat(exchange(rig.warren.httpPort(), "PROXY TCP4 203".getBytes(ISO_8859_1)))
                .as("after the time-out")
                .isEmpty();
        assertThat(
                        rig.warren
                                .meters()
                                .get("warren.edge.proxy.refuse")
                                .tag("door", "http")
                                .counters())
                .extracting(counter -> counter.getId().getTag("reason"))
                .contains("missing", "timeout");
    }

    @Test
    void visitorsOfTcpTunnelsAreKnownToo() throws IOException {
        try (TcpBackend backend = TcpBackend.echo()) {
            Clients.Running client = ssh("-R", "0:" + backend.place(), at("alice"), "requests=on");
            int port = Integer.parseInt(client.await("TCP: .*:(\\d+)"));

            try (Socket visitor = new Socket("127.0.0.1", port)) {
                visitor.getOutputStream().write((TOLD + "hello\n").getBytes(ISO_8859_1));
                visitor.shutdownOutput();
                assertThat(new String(visitor.getInputStream().readAllBytes(), ISO_8859_1))
                        .isEqualTo("hello\n");
            }
            client.await("203.0.113.9");
        }
    }

    @Test
    void theSshDoorKnowsItsClients() {
        Clients.Running client = ssh("-R", "web:80:" + rig.web.place(), at("alice"));
        client.await("HTTPS?: http");

        assertThat(rig.warren.tunnels().all())
                .singleElement()
                .satisfies(tunnel ->
                        assertThat(tunnel.connection().remoteAddress())
                                .isEqualTo(new InetSocketAddress("198.51.100.7", 999)));
    }
}
