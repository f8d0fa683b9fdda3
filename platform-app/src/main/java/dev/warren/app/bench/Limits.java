package dev.warren.app.bench;

import java.util.List;

/** Settings that let one account have thousands of connections and tunnels from one address. */
final class Limits {

    private Limits() {}

    static List<String> raised() {
        return List.of(
                "--warren.ssh.max-connections-per-address=20000",
                "--warren.tunnels.max-per-connection=1000",
                "--warren.tunnels.max-per-account=100000",
                "--warren.tunnels.max-total=100000");
    }
}
