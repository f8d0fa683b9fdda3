package dev.warren.app.web;

import dev.warren.app.Addresses;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
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
    private final SignIn signIn;

    PagesController(Addresses addresses, People people, SignIn signIn) {
        this.addresses = addresses;
        this.people = people;
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
        return "me";
    }
}
