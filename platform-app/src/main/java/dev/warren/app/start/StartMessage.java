package dev.warren.app.start;

import dev.warren.app.Addresses;
import dev.warren.core.WarrenProperties;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** The five lines that a newcomer needs, printed once everything listens. */
public final class StartMessage implements ApplicationListener<ApplicationReadyEvent> {

    private final Addresses addresses;
    private final WarrenProperties settings;

    /** Says where {@code addresses} are, and that {@code settings} say where data is. */
    public StartMessage(Addresses addresses, WarrenProperties settings) {
        this.addresses = addresses;
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        lines().forEach(System.out::println);
    }

    List<String> lines() {
        return List.of(
                line("SSH", addresses.ssh(), "every command: help"),
                line("HTTP", addresses.home(), "this host's own pages"),
                line("Log in", addresses.logIn(), "prints a one-time link to those pages"),
                line(
                        "Tunnel",
                        addresses.tunnel(),
                        addresses.tunnelOf("you") + " when your account is you"),
                line("Data", settings.dataDir().toString(), "keys, accounts, database"));
    }

    private static String line(String what, String where, String note) {
        return "%-7s %s   (%s)".formatted(what, where, note);
    }
}
