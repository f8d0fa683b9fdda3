package dev.warren.app;

import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a newcomer finds things, with the ports that were really bound, as lines to copy. */
public final class Addresses {

    private static final int SSH = 22;

    private final WarrenProperties settings;
    private final String tunnelsDomain;
    private final List<FrontDoor> doors;

    /** Asks {@code doors} anew for every line, so it may be made before they are open. */
    public Addresses(WarrenProperties settings, String tunnelsDomain, List<FrontDoor> doors) {
        this.settings = settings;
        this.tunnelsDomain = tunnelsDomain;
        this.doors = List.copyOf(doors);
    }

    /** The platform's own domain. */
    public String domain() {
        return settings.domain();
    }

    /** {@code ssh -p 2222 localhost}, without the option for the usual port. */
    public String ssh() {
        return ssh("");
    }

    /** The command that prints a one-time link. */
    public String logIn() {
        return ssh("") + " login";
    }

    /** The command that publishes a web server of the caller's machine. */
    public String tunnel() {
        return ssh("-R web:80:localhost:3000 ");
    }

    /** The home page. */
    public String home() {
        return http(settings.domain());
    }

    /** Where the tunnel of {@link #tunnel()} appears for the account {@code name}. */
    public String tunnelOf(String name) {
        return http(name + "-web." + tunnelsDomain);
    }

    private String ssh(String options) {
        int port = port("ssh", SSH);
        return "ssh " + (port == SSH ? "" : "-p " + port + " ") + options + settings.domain();
    }

    private String http(String host) {
        return FrontDoor.url(doors.stream(), host, null) + "/";
    }

    private int port(String door, int otherwise) {
        return doors.stream()
                .filter(d -> d.name().equals(door))
                .flatMap(d -> d.address().stream())
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElse(otherwise);
    }
}
