package dev.warren.app.lab;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The ports of a Warren, chosen before it starts so that a second start has the same.
 *
 * @param firstTcp the first of {@link #TCP_PORTS} ports for TCP tunnels
 */
public record WarrenPorts(int ssh, int http, int management, int firstTcp) {

    private static final int TCP_PORTS = 50;

    static WarrenPorts free(RandomGenerator random) {
        List<Integer> ports = Ports.free(3);
        return new WarrenPorts(
                ports.get(0), ports.get(1), ports.get(2), Ports.freeRange(TCP_PORTS, random));
    }

    List<String> arguments() {
        return List.of(
                "--warren.ssh.port=" + ssh,
                "--warren.http.port=" + http,
                "--management.server.port=" + management,
                "--warren.tunnels.tcp-address=127.0.0.1",
                "--warren.tunnels.tcp-ports=" + firstTcp + "-" + (firstTcp + TCP_PORTS - 1));
    }
}
