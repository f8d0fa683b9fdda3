package dev.warren.app.lab;

import java.time.Duration;

/**
 * Where visitors reach what a tunnel publishes.
 *
 * @param port on loopback
 * @param host what they send as {@code Host}
 */
public record Entrance(int port, String host) {

    private static final int OK = 200;

    /** Of a web server that is published by name. */
    public static Entrance web(WebGateway gateway, String name) {
        return new Entrance(gateway.httpPort(), gateway.host(name));
    }

    /** Whether a {@code GET /} gives 200. */
    public boolean answers() {
        return HttpVisitor.status(this, "/") == OK;
    }

    /** Waits until it {@link #answers}; tells whether it did. */
    public boolean awaitAnswer(Duration limit) {
        return Waiting.until(limit, this::answers);
    }
}
