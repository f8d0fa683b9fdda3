package dev.warren.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.net.FrontDoor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class DoorHealthTest {

    private Optional<InetSocketAddress> address = Optional.empty();
    private final FrontDoor ssh =
            new FrontDoor() {
                @Override
                public String name() {
                    return "ssh";
                }

                @Override
                public Optional<InetSocketAddress> address() {
                    return address;
                }
            };

    @Test
    void isUpWithItsPortWhileItListens() {
        address = Optional.of(new InetSocketAddress(2222));

        assertThat(new DoorHealth("ssh", List.of(ssh)).health().getStatus()).isEqualTo(Status.UP);
        assertThat(new DoorHealth("ssh", List.of(ssh)).health().getDetails())
                .containsEntry("port", 2222);
    }

    @Test
    void isOutOfServiceWhileItDoesNotListen() {
        assertThat(new DoorHealth("ssh", List.of(ssh)).health().getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(new DoorHealth("http", List.of(ssh)).health().getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
    }
}
