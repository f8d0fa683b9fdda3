package dev.warren.app.bench;

import java.util.List;

/** Settings that let one account have thousands of connections and tunnels from one address. */
final class Limits {

    private Limits() {}

    static List<String> raised() {
        return List.of();
    }
}
