package dev.warren.feeds.api;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.people.Account;
import dev.warren.core.people.FailedLogIns;
import dev.warren.core.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * How apps log in: with an API token for a password. The API of Google Reader gives out what it was
 * told, since a token can be taken back like any other log-in. Thread-safe.
 */
final class AppLogIn {

    private static final String SCHEME = "googlelogin auth=";
    private static final int LONGEST = 512;
    private static final int MANY_REQUESTS = 429;

    private final People people;
    private final FailedLogIns failures;

    AppLogIn(People people, FailedLogIns failures) {
        this.people = people;
        this.failures = failures;
    }

    /** Answers a request, or fails to. */
    @FunctionalInterface
    interface Serving {
        void run() throws IOException, InterruptedException;
    }

    /** Runs {@code serving} unless the request's address tried too much, and tells what failed. */
    void guard(HttpServletRequest request, HttpServletResponse response, Serving serving)
            throws IOException {
        if (!failures.permits(request.getRemoteAddr())) {
            response.setHeader("Retry-After", "60");
            Json.text(response, MANY_REQUESTS, "too many failed log-ins, wait a minute\n");
            return;
        }
        try {
            serving.run();
        } catch (Form.BadFormException bad) {
            Json.text(response, 400, bad.getMessage() + "\n");
        } catch (BudgetExceededException full) {
            response.setHeader("Retry-After", "5");
            Json.text(response, 503, "the memory of feeds is in use, try again\n");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            Json.text(response, 503, "the server is stopping\n");
        }
    }

    /** Answers {@code /accounts/ClientLogin}. */
    void clientLogin(Form form, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = form.first("Email");
        String token = form.first("Passwd");
        if (account(name, token).isEmpty()) {
            failures.failed(request.getRemoteAddr());
            Json.text(response, 403, "Error=BadAuthentication\n");
            return;
        }
        String auth = name + "/" + token;
        Json.text(response, 200, "SID=%s\nLSID=null\nAuth=%s\n".formatted(auth, auth));
    }

    /** Who sent a request of the API of Google Reader. */
    Optional<Account> bearer(HttpServletRequest request) {
        String field = request.getHeader("Authorization");
        if (field == null || field.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<Account> account = Optional.empty();
        if (field.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            String auth = field.substring(SCHEME.length()).strip();
            int slash = auth.indexOf('/');
            account =
                    slash < 0
                            ? Optional.empty()
                            : account(auth.substring(0, slash), auth.substring(slash + 1));
        }
        if (account.isEmpty()) {
            failures.failed(request.getRemoteAddr());
        }
        return account;
    }

    /** Who sent a request of the Fever API, by the MD5 of {@code name:token}. */
    Optional<Account> digest(String digest, HttpServletRequest request) {
        Optional<Account> account = people.authenticateTokenDigest(digest);
        if (account.isEmpty() && !digest.isEmpty()) {
            failures.failed(request.getRemoteAddr());
        }
        return account;
    }

    private Optional<Account> account(String name, String token) {
        return people.authenticateToken(token)
                .filter(account -> account.name().value().equalsIgnoreCase(name.strip()));
    }
}
