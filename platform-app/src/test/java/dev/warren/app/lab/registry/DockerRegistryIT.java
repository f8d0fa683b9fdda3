package dev.warren.app.lab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Workspace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peer itself: what is measured of it must be what it does for its users. */
class DockerRegistryIT {

    private static final int SIZE = 300_000;

    private Workspace workspace;
    private Image image;

    @BeforeEach
    void find() {
        boolean there = Programs.find("docker-registry").isPresent();
        if (Boolean.getBoolean("clients.required")) {
            assertThat(there).as("docker-registry is installed").isTrue();
        }
        assumeTrue(there, "docker-registry is not installed");
        workspace = new Workspace("docker-registry-it-");
        Stock stock = Stock.make(workspace, "stock", SIZE);
        image = Image.of(stock.content(1), List.of(stock.content(2)));
    }

    @AfterEach
    void stop() {
        if (workspace != null) {
            workspace.close();
        }
    }

    @Test
    void givesBackWhatWasPushed() throws IOException {
        try (DockerRegistry registry = DockerRegistry.hosted(workspace)) {
            RegistryUser user = RegistryUser.nobody(registry.entrance());

            user.push("library/app", "1", image);

            user.pull("library/app", "1", image);
        }
    }

    @Test
    void pullsThroughAndForgets() throws IOException {
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                DockerRegistry registry = DockerRegistry.proxy(workspace, upstream.url())) {
            upstream.put("1", image);
            RegistryUser nobody = RegistryUser.nobody(registry.entrance());

            nobody.pull("library/app", "1", image);

            assertThat(upstream.sent()).isGreaterThanOrEqualTo(2L * SIZE);
            registry.forgetBlobs();
        }
    }
}
