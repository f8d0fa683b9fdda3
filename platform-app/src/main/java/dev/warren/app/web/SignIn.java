package dev.warren.app.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/**
 * Who is logged in to a browser session. The session holds an account's name only; whether that
 * account still exists and may log in is asked anew for every request.
 */
final class SignIn {

    private final People people;
    private final SecurityContextRepository contexts;
    private final CsrfTokenRepository csrf;

    SignIn(People people, SecurityContextRepository contexts, CsrfTokenRepository csrf) {
        this.people = people;
        this.contexts = contexts;
        this.csrf = csrf;
    }

    /** Starts a session for {@code account}, with a new session id and a new CSRF token. */
    void begin(Account account, HttpServletRequest request, HttpServletResponse response) {
        request.getSession(true);
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        account.name().value(),
                        null,
                        account.roles().stream()
                                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                                .toList()));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        csrf.saveToken(null, request, response);
    }

    /** The account behind {@code authentication}, if it exists and is not suspended. */
    Optional<Account> account(Authentication authentication) {
        return List.of(authentication).stream()
                .filter(a -> a instanceof UsernamePasswordAuthenticationToken)
                .filter(Authentication::isAuthenticated)
                .map(Authentication::getName)
                .filter(AccountName::isValid)
                .flatMap(name -> people.account(new AccountName(name)).stream())
                .filter(account -> !account.suspended())
                .findFirst();
    }
}
