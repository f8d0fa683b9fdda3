package dev.warren.registry.access;

import dev.warren.core.people.Account;
import dev.warren.core.people.FailedLogIns;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives tokens: {@code GET} with Basic authentication or without any, and {@code POST} as OAuth2
 * has it.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Docker registry token
 *     authentication</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">and with OAuth2</a>
 */
public final class TokenServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SCOPES = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final transient Credentials credentials;
    private final transient Tokens tokens;
    private final transient FailedLogIns attempts;

    public TokenServlet(Credentials credentials, Tokens tokens, FailedLogIns attempts) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.attempts = attempts;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String field = request.getHeader("Authorization");
        if (field != null && !attempts.permits(request.getRemoteAddr())) {
            tooMany(response);
            return;
        }
        Optional<Caller> caller = credentials.of(field).filter(known -> known.grants().isEmpty());
        if (caller.isEmpty()) {
            attempts.failed(request.getRemoteAddr());
            refuse(response, "that name and token do not belong together");
            return;
        }
        answer(response, caller.get().account(), scopes(request), null);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!attempts.permits(request.getRemoteAddr())) {
            tooMany(response);
            return;
        }
        String kind = text(request, "grant_type");
        // what is renewed with is the account's own token, which the client holds anyway
        String secret = text(request, kind.equals("refresh_token") ? kind : "password");
        if (!kind.equals("refresh_token") && !kind.equals("password")) {
            error(response, 400, "unsupported_grant_type", "expected: password or refresh_token");
            return;
        }
        Optional<Account> account =
                kind.equals("password")
                        ? credentials.account(text(request, "username"), secret)
                        : credentials.account(secret);
        if (account.isEmpty()) {
            attempts.failed(request.getRemoteAddr());
            error(response, 401, "invalid_grant", "that name and token do not belong together");
            return;
        }
        boolean offline = text(request, "access_type").equals("offline");
        answer(response, account, scopes(request), offline ? secret : null);
    }

    private void answer(
            HttpServletResponse response,
            Optional<Account> account,
            List<Grant> grants,
            @Nullable String refresh)
            throws IOException {
        Tokens.Issued issued = tokens.issue(account, grants);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", issued.token());
        body.put("access_token", issued.token());
        body.put("expires_in", Tokens.LIFE.toSeconds());
        body.put("issued_at", issued.at().toString());
        if (refresh != null) {
            body.put("refresh_token", refresh);
        }
        send(response, 200, body);
    }

    private static List<Grant> scopes(HttpServletRequest request) {
        String[] values = request.getParameterValues("scope");
        List<Grant> grants = new ArrayList<>();
        for (String value : values == null ? new String[0] : values) {
            for (String scope : value.split(" ")) {
                if (grants.size() < MOST_SCOPES) {
                    Grant.parse(scope).ifPresent(grants::add);
                }
            }
        }
        return grants;
    }

    private static String text(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static void tooMany(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "60");
        errors(response, 429, "TOOMANYREQUESTS", "too many failed log-ins, wait a minute");
    }

    private static void refuse(HttpServletResponse response, String message) throws IOException {
        errors(response, 401, "UNAUTHORIZED", message);
    }

    private static void errors(
            HttpServletResponse response, int status, String code, String message)
            throws IOException {
        send(response, status, Map.of("errors", List.of(Map.of("code", code, "message", message))));
    }

    private static void error(
            HttpServletResponse response, int status, String error, String description)
            throws IOException {
        send(response, status, Map.of("error", error, "error_description", description));
    }

    private static void send(HttpServletResponse response, int status, Object body)
            throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
