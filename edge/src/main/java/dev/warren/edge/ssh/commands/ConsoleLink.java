package dev.warren.edge.ssh.commands;

import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the console is: as configured, or else the platform's domain on the HTTPS or HTTP port that
 * was really bound.
 */
record ConsoleLink(
        @Nullable URI configured, WarrenProperties settings, Supplier<Stream<FrontDoor>> doors)
        implements Supplier<URI> {

    @Override
    public URI get() {
        if (configured != null) {
            return configured;
        }
        return FrontDoor.url(doors.get(), settings.domain(), null);
    }
}
