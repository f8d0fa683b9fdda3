package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak HTTP/2, with a gRPC server and a gRPC client of others. */
@Timeout(120)
class GrpcIT {

    private static final String HOST = "alice-web.tuns.localhost";

    /** The one of Debian's packages, whichever comes first on the path. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir static Path folder;

    private static TunnelRig rig;
    private static Clients programs;
    private static String place;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "openssl", "curl");
        programs = new Clients(folder, 0, (name, key) -> {});
        boolean there = programs.start(PYTHON, "-c", "import grpc").awaitEnd() == 0;
        if (Boolean.getBoolean("clients.required")) {
            assertThat(there).as("python3-grpcio is installed").isTrue();
        }
        assumeTrue(there, "python3-grpcio is not installed");
        TlsBackend.certify(programs, HOST);
        Path certificates = Files.createDirectories(folder.resolve("certificates"));
        Files.move(folder.resolve("backend.key"), certificates.resolve("default.key"));
        Files.copy(folder.resolve("backend.crt"), certificates.resolve("default.crt"));
        rig =
                new TunnelRig(
                        folder,
                        "warren.https.port",
                        "0",
                        "warren.https.address",
                        "127.0.0.1",
                        "warren.https.certificates",
                        certificates.toString());
        place = "127.0.0.1:" + python("server.py").await("port (\\d+)");
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() {
        programs.close();
        if (rig != null) {
            rig.close();
        }
    }

    private static Clients.Running python(String program, String... words) throws IOException {
        Path file = folder.resolve(program);
        try (InputStream in =
                Objects.requireNonNull(GrpcIT.class.getResourceAsStream("/grpc/" + program))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, "-u", file.toString()));
        command.addAll(Arrays.asList(words));
        return programs.start(command.toArray(String[]::new));
    }

    private void publish(String to, String options) {
        rig.clients
                .ssh("alice", "-R", "web:80:" + to, at("alice" + options))
                .await("HTTPS: https://" + HOST);
    }

    private String call(String method) throws IOException {
        Clients.Running client =
                python(
                        "client.py",
                        HOST,
                        Integer.toString(rig.warren.httpsPort()),
                        folder.resolve("backend.crt").toString(),
                        method);
        assertThat(client.awaitEnd()).as("the client wrote: %s", client.output()).isZero();
        assertThat(client.output()).contains("ok " + method);
        return client.output();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unary", "streams", "bidi", "large", "many", "errors", "deadline", "cancel"})
    void callsOfEveryKindPass(String method) throws IOException {
        publish(place, "+backend=h2c");

        call(method);
    }

    @Test
    void whoeverLooksOnDoesNotStandInTheWay() throws IOException {
        publish(place, "+backend=h2c+inspect=on");

        call("bidi");
        Clients.Running inspect =
                rig.clients.ssh("alice", at("alice"), "tunnels", "inspect", "--clear");
        inspect.closeInput();
        assertThat(inspect.awaitEnd()).as(inspect.output()).isZero();
    }

    @Test
    void aServerThatIsDownIsAStatusInWords() throws IOException {
        publish("127.0.0.1:9", "+backend=h2c");

        assertThat(call("down"))
                .contains("UNAVAILABLE 502 Nothing answers behind the tunnel: The tunnel is up");
    }

    @Test
    void aServerWithoutHttp2IsSaidToHaveNone() throws IOException {
        publish(rig.web.place(), "+backend=h2c");

        assertThat(call("down")).contains("UNAVAILABLE 502 No HTTP/2 behind this address");
    }

    @Test
    void visitorsWithHttp1ReachItToo() {
        publish(place, "+backend=h2c");

        var answer = rig.visitor.get(HOST, "/t.T/Unary");

        // what this server says to requests that are not its own
        assertThat(answer.statusCode()).isIn(200, 405, 415);
    }
}
