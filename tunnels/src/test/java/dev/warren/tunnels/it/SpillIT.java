package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests with long bodies, sent again from disk. */
class SpillIT {

    private static final String HOST = "alice-web.tuns.localhost";

    @TempDir private static Path folder;
    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        rig = new TunnelRig(folder, "warren.tunnels.inspect.spill", "2MB");
        rig.clients
                .ssh(
                        "alice",
                        "-R",
                        "web:80:" + rig.web.place(),
                        at("alice"),
                        "inspect=on",
                        "host-header=dev.local",
                        "header-add=X-Env:dev")
                .await("HTTP: http://" + HOST);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void longBodiesAreSentAgainToTheByte() throws IOException {
        byte[] body = new byte[400_000];
        new Random(3).nextBytes(body);
        Path file = Files.write(folder.resolve("body"), body);
        String digest = WebBackend.digest(new ByteArrayInputStream(body));

        for (String framing : new String[] {"X-Framing: length", "Transfer-Encoding: chunked"}) {
            assertThat(curl("/digest", "-H", framing, "--data-binary", "@" + file))
                    .isEqualTo(digest);

            assertThat(replay(0, lastId())).contains(" sent again as req_", ": 200", "< " + digest);
        }
    }

    @Test
    void whatTheOptionsChangeIsChangedAgain() {
        assertThat(curl("/headers")).contains("Host: [dev.local]", "X-env: [dev]");

        assertThat(replay(0, lastId())).contains("Host: [dev.local]", "X-env: [dev]");
    }

    @Test
    void bodiesThatAreTooLongForTheDiskAreNot() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[600_000]);

        curl("/digest", "--data-binary", "@" + file);

        assertThat(replay(1, lastId())).contains("not captured whole");
    }

    private String curl(String path, String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("http://127.0.0.1:" + rig.warren.httpPort() + path);
        return rig.clients.curl(HOST, words.toArray(String[]::new));
    }

    private String lastId() {
        Matcher ids =
                Pattern.compile("\"id\":\"(req_[0-9]+)\"")
                        .matcher(
                                rig.clients.run(0, "alice", "tunnels", "inspect", "web", "--json"));
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }
        return last;
    }

    private String replay(int status, String id) {
        return rig.clients.run(status, "alice", "tunnels", "replay", id);
    }
}
