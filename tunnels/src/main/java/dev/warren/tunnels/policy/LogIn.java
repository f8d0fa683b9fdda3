package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.options.BasicAuth;
import dev.warren.tunnels.options.Bearer;
import dev.warren.tunnels.options.Cors;
import dev.warren.tunnels.options.TunnelOptions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who must show what to be let in: a name and password, or a key; either will do where both are
 * set.
 *
 * @param preflights whether browsers' questions about another origin pass without
 */
record LogIn(Optional<BasicAuth> passwords, Optional<Bearer> keys, boolean preflights) {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST = 1000;

    /** What came of looking at a request. */
    enum Verdict {
        /** Nobody is asked for anything. */
        OPEN,
        /** The request's {@code Authorization} was for us. */
        ADMITTED,
        REFUSED
    }

    static LogIn of(TunnelOptions options) {
        return new LogIn(
                options.get(BasicAuth.class), options.get(Bearer.class), options.isOn(Cors.class));
    }

    /** Whether anybody is asked for anything. */
    boolean isAsked() {
        return passwords.isPresent() || keys.isPresent();
    }

    Verdict look(HttpRequest request) {
        if (!isAsked() || passes(request)) {
            return Verdict.OPEN;
        }
        return request.field("Authorization").filter(this::isGood).isPresent()
                ? Verdict.ADMITTED
                : Verdict.REFUSED;
    }

    /** Whether it is a browser's question that passes without a log-in. */
    boolean passes(HttpRequest request) {
        return preflights && isPreflight(request);
    }

    /** The fields that ask for what is missing. */
    List<HttpField> challenges(String realm) {
        List<HttpField> fields = new ArrayList<>();
        if (passwords.isPresent()) {
            fields.add(challenge("Basic realm=\"%s\", charset=\"UTF-8\"".formatted(realm)));
        }
        if (keys.isPresent()) {
            fields.add(challenge("Bearer realm=\"%s\"".formatted(realm)));
        }
        return fields;
    }

    private static HttpField challenge(String value) {
        return new HttpField("WWW-Authenticate", value);
    }

    private boolean isGood(String authorization) {
        if (authorization.length() > LONGEST) {
            return false;
        }
        if (isScheme(authorization, BASIC)) {
            return passwords.isPresent()
                    && login(rest(authorization, BASIC))
                            .filter(passwords.get()::admits)
                            .isPresent();
        }
        return isScheme(authorization, BEARER)
                && keys.isPresent()
                && keys.get().admits(rest(authorization, BEARER));
    }

    private static Optional<String> login(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isScheme(String authorization, String scheme) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static String rest(String authorization, String scheme) {
        return authorization.substring(scheme.length()).strip();
    }

    private static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.field("Origin").isPresent()
                && request.field("Access-Control-Request-Method").isPresent();
    }
}
