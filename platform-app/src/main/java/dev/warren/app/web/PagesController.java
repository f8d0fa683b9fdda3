package dev.warren.app.web;

import dev.warren.app.Addresses;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.SshConnections;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The two pages: how to begin, for everybody, and one's own things, for whoever is logged in. */
@Controller
class PagesController {

    private final Addresses addresses;
    private final People people;
    private final SshConnections connections;
    private final SignIn signIn;

    PagesController(Addresses addresses, People people, SshConnections connections, SignIn signIn) {
        this.addresses = addresses;
        this.people = people;
        this.connections = connections;
        this.signIn = signIn;
    }

    @GetMapping("/")
    String home(Model model) {
        model.addAttribute("addresses", addresses);
        return "home";
    }

    @GetMapping("/me")
    String mine(Authentication who, Model model) {
        Optional<Account> account = signIn.account(who);
        if (account.isEmpty()) {
            return "redirect:/";
        }
        model.addAttribute("addresses", addresses);
        model.addAttribute("account", account.get());
        model.addAttribute("keys", people.keys().list(account.get()));
        model.addAttribute("tokens", people.tokens().list(account.get()));
        model.addAttribute(
                "connections",
                connections.of(account.get().id()).stream().map(Connected::of).toList());
        return "me";
    }

    /** A connection as the page shows it; templates may not look into addresses themselves. */
    record Connected(String address, String client, Instant since) {

        static Connected of(SshConnection connection) {
            return new Connected(
                    connection.remoteAddress().getHostString(),
                    connection.clientVersion(),
                    connection.since());
        }
    }
}
