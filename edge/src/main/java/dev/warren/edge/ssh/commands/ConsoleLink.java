package dev.warren.edge.ssh.commands;

import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the console is: as configured, or else the platform's domain on the HTTP port that was
 * really bound.
 */
record ConsoleLink(
        @Nullable URI configured, WarrenProperties settings, Supplier<Stream<FrontDoor>> doors)
        implements Supplier<URI> {

    private static final int HTTP = 80;

    @Override
    public URI get() {
        if (configured != null) {
            return configured;
        }
        int port =
                doors.get()
                        .filter(door -> door.name().equals("http"))
                        .flatMap(door -> door.address().stream())
                        .mapToInt(InetSocketAddress::getPort)
                        .findFirst()
                        .orElse(HTTP);
        return WarrenProperties.url(false, settings.domain(), port);
    }
}
