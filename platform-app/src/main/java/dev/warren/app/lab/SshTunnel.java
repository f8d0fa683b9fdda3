package dev.warren.app.lab;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** One {@code ssh -N -R …} that is up, and where what it publishes is reached. */
public final class SshTunnel implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern ALLOCATED = Pattern.compile("Allocated port (\\d+) for remote");

    private final Workspace workspace;
    private final Child client;
    private final Entrance entrance;

    private SshTunnel(Workspace workspace, Child client, Entrance entrance) {
        this.workspace = workspace;
        this.client = client;
        this.entrance = entrance;
    }

    /** A TCP port that the gateway chooses, forwarded to a loopback port. */
    public static SshTunnel tcp(
            OpenSsh ssh, Gateway gateway, int backendPort, List<String> options) {
        Child client = start(ssh, gateway, "0:127.0.0.1:" + backendPort, options);
        int port = Integer.parseInt(client.awaitOutput(ALLOCATED, LIMIT).group(1));
        return new SshTunnel(ssh.workspace(), client, new Entrance(port, "127.0.0.1"));
    }

    /**
     * A web server on a loopback port, published by name. It must answer {@code GET /} with 200.
     */
    public static SshTunnel web(
            OpenSsh ssh, WebGateway gateway, String name, int backendPort, List<String> options) {
        Child client = start(ssh, gateway, name + ":80:127.0.0.1:" + backendPort, options);
        Entrance entrance = Entrance.web(gateway, name);
        if (!Waiting.until(LIMIT, () -> entrance.answers() || !client.alive()) || !client.alive()) {
            throw new LabException(
                    "%s: http://%s:%d does not answer; ssh said: %s"
                            .formatted(
                                    gateway.name(),
                                    entrance.host(),
                                    entrance.port(),
                                    client.tail()));
        }
        return new SshTunnel(ssh.workspace(), client, entrance);
    }

    private static Child start(OpenSsh ssh, Gateway gateway, String forward, List<String> options) {
        return ssh.workspace()
                .start(
                        "ssh-to-" + gateway.name(),
                        ssh.forwarding(gateway, List.of(forward), options));
    }

    public Entrance entrance() {
        return entrance;
    }

    /** The first megabyte that the client has printed. */
    public String output() {
        return client.output();
    }

    /** How many lines that the client has printed so far {@code wanted} is found in. */
    public long lines(Pattern wanted) {
        return client.lines(wanted);
    }

    @Override
    public void close() {
        workspace.end(client);
    }
}
