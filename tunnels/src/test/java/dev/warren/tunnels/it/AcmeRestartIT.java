package dev.warren.tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority that is away, and a Warren that goes away in the middle of an order. */
class AcmeRestartIT {

    @TempDir private Path folder;
    private final AcmeServer authority = new AcmeServer();
    private @Nullable AcmeRig running;

    @BeforeEach
    void prepare() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        authority.start();
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        authority.close();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    @Test
    void startsWithoutTheAuthorityAndGoesOnWhereItStopped() throws IOException {
        authority.close();

        AcmeRig rig = new AcmeRig(folder, authority, () -> "127.0.0.1:1");
        running = rig;
        assertThat(rig.run("root1", "whoami")).contains("admin");
        soon().until(() -> rig.counted("warren.edge.certificates.orders", "unreachable") >= 2);
        assertThat(rig.visit("example.test")).endsWith("exit=60");

        // it proves the name, and is stopped before the certificate is asked for
        authority.deaf = true;
        authority.start();
        soon().until(() ->
                authority.ordersOf("example.test").stream()
                        .anyMatch(order -> order.state.equals("ready")));
        rig.restart();
        authority.deaf = false;

        soon().until(() -> rig.visit("example.test").endsWith("exit=0"));
        assertThat(authority.ordersOf("example.test")).hasSize(1);
        assertThat(authority.accounts).hasValue(1);

        // what is stored needs no authority
        authority.close();
        rig.restart();
        assertThat(rig.visit("example.test")).endsWith("exit=0");
    }
}
