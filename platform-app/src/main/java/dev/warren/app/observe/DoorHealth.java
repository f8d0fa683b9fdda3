package dev.warren.app.observe;

import dev.warren.edge.net.FrontDoor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while a front door listens, and out of service while it does not. */
final class DoorHealth implements HealthIndicator {

    private final String name;
    private final List<FrontDoor> doors;

    DoorHealth(String name, List<FrontDoor> doors) {
        this.name = name;
        this.doors = List.copyOf(doors);
    }

    @Override
    public Health health() {
        Optional<InetSocketAddress> address =
                doors.stream()
                        .filter(door -> door.name().equals(name))
                        .flatMap(door -> door.address().stream())
                        .findFirst();
        return address.map(a -> Health.up().withDetail("port", a.getPort()).build())
                .orElseGet(() -> Health.outOfService().withDetail("port", "not open").build());
    }
}
