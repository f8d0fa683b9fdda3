package dev.warren.feeds.source;

/** Which ports are fetched from: below 1024 are mail, log-ins and the like, and no feeds. */
public final class Ports {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int FIRST_OF_ANYBODY = 1024;
    private static final int LAST = 65_535;

    private Ports() {}

    /** Whether feeds are fetched from {@code port}; a negative one is the scheme's own. */
    public static boolean allows(int port) {
        return port < 0
                || port == HTTP
                || port == HTTPS
                || (port >= FIRST_OF_ANYBODY && port <= LAST);
    }
}
