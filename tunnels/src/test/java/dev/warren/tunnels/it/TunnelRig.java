package dev.warren.tunnels.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A Warren for all tests of a class; each has clients, a visitor and a server to publish. */
final class TunnelRig implements AutoCloseable {

    final RunningWarren warren;
    Clients clients;
    Visitor visitor;
    WebBackend web;
    private final Path folder;

    TunnelRig(Path folder, String... settings) throws IOException {
        this.folder = folder;
        warren = RunningWarren.start(folder.resolve("data"), settings);
        clients = new Clients(folder, warren.sshPort(), warren.people()::add);
        visitor = new Visitor(warren.httpPort());
        web = new WebBackend("hello");
    }

    /**
     * Ends what a test left behind, waits until all tunnels and bytes are gone, and starts anew.
     */
    void reset() throws IOException {
        visitor.close();
        clients.close();
        web.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> warren.tunnels().all().isEmpty() && warren.budget().used() == 0);
        clients = new Clients(folder, warren.sshPort(), warren.people()::add);
        visitor = new Visitor(warren.httpPort());
        web = new WebBackend("hello");
    }

    @Override
    public void close() {
        visitor.close();
        clients.close();
        warren.close();
        web.close();
    }
}
