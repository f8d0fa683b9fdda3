package dev.warren.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.app.Addresses;
import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartMessageTest {

    private static final WarrenProperties SETTINGS =
            new WarrenProperties(Path.of("/srv/warren"), "example.org", null, null);

    @Test
    void hasFiveLinesWithTheRealPorts() {
        List<String> lines = message(door("ssh", 2322), door("http", 8181)).lines();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).contains("SSH", "ssh -p 2322 example.org");
        assertThat(lines.get(1)).contains("HTTP", "http://example.org:8181/");
        assertThat(lines.get(2)).contains("ssh -p 2322 example.org login");
        assertThat(lines.get(3))
                .contains("ssh -p 2322 -R web:80:localhost:3000 example.org")
                .contains("http://you-web.tuns.example.org:8181/");
        assertThat(lines.get(4)).contains("Data", "/srv/warren");
    }

    @Test
    void leavesOutUsualPorts() {
        List<String> lines = message(door("ssh", 22), door("http", 80)).lines();

        assertThat(lines.get(0)).contains("ssh example.org ");
        assertThat(lines.get(1)).contains("http://example.org/");
    }

    private static StartMessage message(FrontDoor... doors) {
        return new StartMessage(
                new Addresses(SETTINGS, "tuns.example.org", List.of(doors)), SETTINGS);
    }

    private static FrontDoor door(String name, int port) {
        return new FrontDoor() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<InetSocketAddress> address() {
                return Optional.of(InetSocketAddress.createUnresolved("0.0.0.0", port));
            }
        };
    }
}
