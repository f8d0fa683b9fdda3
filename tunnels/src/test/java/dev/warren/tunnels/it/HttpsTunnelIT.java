package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web tunnels over TLS, by a client that speaks HTTP/1.1 and HTTP/2. */
class HttpsTunnelIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final int SIZE = 5_000_000;

    @TempDir static Path folder;

    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        rig =
                new TunnelRig(
                        folder,
                        "warren.https.port",
                        "0",
                        "warren.https.address",
                        "127.0.0.1",
                        "warren.https.redirect",
                        "true");
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    private void publish() {
        rig.clients
                .ssh("alice", "-R", "web:80:" + rig.web.place(), at("alice"))
                .await("HTTPS: https://" + HOST + ":" + rig.warren.httpsPort());
    }

    private Path fetch(String version, String path, String... options) throws IOException {
        Path out = Files.createTempFile(folder, "fetched", "");
        String[] command = new String[options.length + 9];
        command[0] = "curl";
        command[1] = "-sSk";
        command[2] = version;
        command[3] = "-o";
        command[4] = out.toString();
        command[5] = "--resolve";
        command[6] = HOST + ":" + rig.warren.httpsPort() + ":127.0.0.1";
        command[7] = "https://" + HOST + ":" + rig.warren.httpsPort() + path;
        command[8] = "-f";
        System.arraycopy(options, 0, command, 9, options.length);
        Clients.Running curl = rig.clients.start(command);
        assertThat(curl.awaitEnd()).as("curl wrote: %s", curl.output()).isZero();
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void bytesArriveUnchangedInBothDirections(String version) throws IOException {
        publish();
        ByteArrayOutputStream pattern = new ByteArrayOutputStream(SIZE);
        WebBackend.pattern(SIZE, pattern);

        Path fetched = fetch(version, "/bytes/" + SIZE);
        Path digest = fetch(version, "/digest", "--data-binary", "@" + fetched);

        assertThat(Files.readAllBytes(fetched)).isEqualTo(pattern.toByteArray());
        assertThat(Files.readString(digest))
                .isEqualTo(WebBackend.digest(new ByteArrayInputStream(pattern.toByteArray())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void theServerIsToldThatTheVisitorCameOverTls(String version) throws IOException {
        publish();

        assertThat(Files.readString(fetch(version, "/headers")))
                .containsIgnoringCase("X-Forwarded-Proto: [https]")
                .containsIgnoringCase("X-Forwarded-Port: [" + rig.warren.httpsPort() + "]");
    }

    @Test
    void plainVisitorsAreSentOver() {
        publish();

        var answer = rig.visitor.get(HOST, "/x?y");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("location"))
                .hasValue("https://" + HOST + ":" + rig.warren.httpsPort() + "/x?y");
        assertThat(answer.body().getBytes(UTF_8)).isNotEmpty();
    }
}
