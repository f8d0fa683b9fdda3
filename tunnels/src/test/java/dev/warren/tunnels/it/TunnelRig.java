package dev.warren.tunnels.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A running Warren with clients, a visitor and a web server to publish. */
final class TunnelRig implements AutoCloseable {

    final RunningWarren warren;
    final Clients clients;
    final Visitor visitor;
    final WebBackend web;

    TunnelRig(Path folder, String... settings) throws IOException {
        web = new WebBackend("hello");
        warren = RunningWarren.start(folder.resolve("data"), settings);
        clients = new Clients(folder, warren.sshPort());
        visitor = new Visitor(warren.httpPort());
    }

    /** Waits until all bytes of all streams were given back. */
    void awaitNothingHeld() {
        visitor.close();
        clients.close();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> warren.budget().used() == 0);
    }

    @Override
    public void close() {
        visitor.close();
        clients.close();
        warren.close();
        web.close();
    }
}
