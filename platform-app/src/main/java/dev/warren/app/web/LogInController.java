package dev.warren.app.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Logging in, by the one-time link that {@code ssh HOST login} prints or by a token.
 *
 * <p>Opening the link changes nothing: it shows a button, so that a chat program that previews
 * links does not use the code up.
 */
@Controller
class LogInController {

    private static final int MAX_SECRET = 200;

    private final People people;
    private final SignIn signIn;
    private final LogInLimiter limiter;

    LogInController(People people, SignIn signIn, LogInLimiter limiter) {
        this.people = people;
        this.signIn = signIn;
        this.limiter = limiter;
    }

    @GetMapping("/login")
    String landing(@RequestParam(defaultValue = "") String code, Model model) {
        model.addAttribute("code", code.length() > MAX_SECRET ? "" : code);
        return "login";
    }

    @PostMapping("/login/code")
    String withCode(
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return logIn(
                new Attempt(
                        code,
                        people::redeemLoginCode,
                        "This link was used or is too old. Ask for a new one."),
                request,
                response,
                model);
    }

    @PostMapping("/login/token")
    String withToken(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return logIn(
                new Attempt(
                        token.strip(), people::authenticateToken, "That token is not known here."),
                request,
                response,
                model);
    }

    private String logIn(
            Attempt attempt,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!limiter.permits(request.getRemoteAddr())) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader("Retry-After", "60");
            return refused(model, "Too many attempts. Wait a minute.");
        }
        Optional<Account> account = attempt.account();
        if (account.isEmpty()) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return refused(model, attempt.refusal());
        }
        signIn.begin(account.get(), request, response);
        return "redirect:/me";
    }

    private static String refused(Model model, String sentence) {
        model.addAttribute("refusal", sentence);
        model.addAttribute("code", "");
        return "login";
    }

    private record Attempt(
            String secret, Function<String, Optional<Account>> check, String refusal) {

        Optional<Account> account() {
            boolean possible = !secret.isEmpty() && secret.length() <= MAX_SECRET;
            return possible
                    ? check.apply(secret).filter(account -> !account.suspended())
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "Attempt";
        }
    }
}
