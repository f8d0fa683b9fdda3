package dev.warren.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends sessions of accounts that were suspended or deleted after they logged in. */
final class LiveAccountFilter extends OncePerRequestFilter {

    private final SignIn signIn;
    private final SecurityContextLogoutHandler logOut = new SecurityContextLogoutHandler();

    LiveAccountFilter(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null
                && !(who instanceof AnonymousAuthenticationToken)
                && signIn.account(who).isEmpty()) {
            logOut.logout(request, response, who);
        }
        chain.doFilter(request, response);
    }
}
