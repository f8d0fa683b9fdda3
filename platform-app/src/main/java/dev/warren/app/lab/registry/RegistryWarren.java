package dev.warren.app.lab.registry;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Warren whose registry is looked at: {@link #UPSTREAM} is the upstream of that name, and the
 * account that the server is started with pushes.
 *
 * @param ssh to log in with
 */
public record RegistryWarren(Workspace workspace, OpenSsh ssh, WarrenServer server) {

    /** The first word of what is pulled through. */
    public static final String UPSTREAM = "lab";

    private static final Duration QUICK = Duration.ofSeconds(30);

    /** Settings that make {@code upstream} known. */
    public static List<String> settings(UpstreamRegistry upstream, List<String> more) {
        List<String> settings = new ArrayList<>();
        settings.add("--warren.registry.upstreams.%s.url=%s".formatted(UPSTREAM, upstream.url()));
        settings.add("--warren.registry.upstreams.%s.private-addresses=true".formatted(UPSTREAM));
        settings.addAll(more);
        return settings;
    }

    public Entrance entrance() {
        return new Entrance(server.httpPort(), "localhost:" + server.httpPort());
    }

    /** The account that pushes, made by its first log-in, with a new password: once for each. */
    public RegistryUser user() {
        String secret = say("token create lab").path("secret").asString();
        if (secret.isEmpty()) {
            throw new LabException("warren: gave no token");
        }
        return new RegistryUser(entrance(), Optional.of(server.login() + ":" + secret));
    }

    public RegistryUser nobody() {
        return RegistryUser.nobody(entrance());
    }

    /** What a command says as JSON. */
    public JsonNode say(String words) {
        List<String> command =
                new ArrayList<>(ssh.command(server, List.of("-T", "-o", "LogLevel=ERROR")));
        command.add(words + " --json");
        return JsonMapper.shared()
                .readTree(
                        Programs.run(workspace, "ssh-" + words.replace(' ', '-'), command, QUICK));
    }

    /** Waits until nothing is being fetched; tells whether that came. */
    public boolean awaitCalm(Duration limit) {
        return Waiting.until(
                limit, () -> server.metrics().sum("warren_registry_fills_running") == 0);
    }
}
