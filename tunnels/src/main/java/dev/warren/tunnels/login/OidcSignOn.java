package dev.warren.tunnels.login;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.login.Capsules.Purpose;
import dev.warren.tunnels.policy.Person;
import dev.warren.tunnels.policy.SignOn;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tunnel's side of a log-in: sends browsers to the provider, takes them back, and knows them by
 * a cookie of that host afterwards. Nothing is kept here; what has to be remembered, browsers carry
 * sealed.
 */
final class OidcSignOn implements SignOn {

    /** How long a visitor may take to log in at the provider. */
    static final Duration BEGUN = Duration.ofMinutes(10);

    static final String BACK = "/.warren/login";
    private static final String OUT = "/.warren/logout";
    private static final int SEE_OTHER = 303;
    private static final int RANDOM_BYTES = 32;
    private static final int LONGEST_TARGET = 1000;
    private static final String TICKET = "?ticket=";

    private static final Set<String> IDENTITY =
            Set.of(
                    "x-forwarded-user",
                    "x-forwarded-email",
                    "x-forwarded-groups",
                    "x-forwarded-preferred-username");

    private final Provider provider;
    private final LoginProperties settings;
    private final Capsules capsules;
    private final Addresses addresses;
    private final SecureRandom random;

    /** Where things are, as browsers see it. */
    interface Addresses {

        /** The address of {@code host}, without a slash at the end. */
        URI of(String host);

        /** Where the provider sends visitors back to. */
        URI callback();
    }

    OidcSignOn(
            Provider provider,
            LoginProperties settings,
            Capsules capsules,
            Addresses addresses,
            SecureRandom random) {
        this.provider = provider;
        this.settings = settings;
        this.capsules = capsules;
        this.addresses = addresses;
        this.random = random;
    }

    @Override
    public HttpPlan ask(HttpRequest request, String prefix, Instant now) {
        if (!request.isSecure() && request.securePort().isPresent()) {
            return HttpPlan.secure(
                    request.host(), request.securePort().getAsInt(), request.target());
        }
        Optional<URI> where = provider.authorization();
        if (where.isEmpty()) {
            return new HttpPlan.Refuse(
                    new HttpRefusal(
                            503,
                            "Nobody can log in now",
                            "The log-in provider of this server cannot be reached."));
        }
        // two tabs may log in at the same time
        String begun =
                LoginCookies.value(request, LoginCookies.BEGUN)
                        .filter(value -> value.matches("[A-Za-z0-9_-]{43}"))
                        .orElseGet(this::random);
        String verifier = random();
        String nonce = random();
        Map<String, String> state =
                Map.of(
                        "host", request.host(),
                        "back", back(request, prefix),
                        "target", target(request),
                        "verifier", verifier,
                        "nonce", nonce,
                        "begun", digest(begun));
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", addresses.callback().toString());
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", capsules.close(Purpose.STATE, "", state, now.plus(BEGUN)));
        query.put("nonce", nonce);
        query.put("code_challenge", digest(verifier));
        query.put("code_challenge_method", "S256");
        String url = where.get().toString();
        return seeOther(
                url + (url.contains("?") ? "&" : "?") + Provider.form(query),
                LoginCookies.set(request, LoginCookies.BEGUN, begun, BEGUN));
    }

    /** The scheme and port are never those that a visitor names: a ticket will be sent there. */
    private String back(HttpRequest request, String prefix) {
        URI own = addresses.of(request.host());
        boolean proxied = request.isSecure() && !"https".equals(own.getScheme());
        return (proxied ? "https://" + request.host() : own.toString()) + path(prefix, BACK);
    }

    private static String target(HttpRequest request) {
        return request.target().length() > LONGEST_TARGET ? "/" : request.target();
    }

    @Override
    public Optional<HttpPlan> own(HttpRequest request, String prefix, Instant now) {
        String asked = request.target();
        if (asked.startsWith(path(prefix, BACK) + TICKET)) {
            String ticket = asked.substring((path(prefix, BACK) + TICKET).length());
            return Optional.of(enter(request, ticket, now));
        }
        return asked.equals(path(prefix, OUT))
                ? Optional.of(
                        new HttpPlan.Answer(
                                200,
                                List.of(
                                        new HttpField("Content-Type", "text/plain; charset=utf-8"),
                                        new HttpField("Cache-Control", "no-store"),
                                        gone(request, LoginCookies.SESSION)),
                                "You are logged out here.\n".getBytes(US_ASCII)))
                : Optional.empty();
    }

    private HttpPlan enter(HttpRequest request, String ticket, Instant now) {
        Optional<Map<String, String>> fields =
                capsules.open(Purpose.TICKET, request.host(), ticket, now)
                        .filter(all -> isBegunBy(request, all.getOrDefault("begun", "")));
        if (fields.isEmpty()) {
            return new HttpPlan.Refuse(
                    new HttpRefusal(
                            400,
                            "Log in again",
                            "This log-in was begun in another browser, or too long ago. Open the page that you want once more."));
        }
        String target = fields.get().getOrDefault("target", "/");
        Instant until = now.plus(settings.session());
        String session =
                capsules.close(
                        Purpose.SESSION,
                        request.host(),
                        Sessions.fields(Sessions.person(fields.get())),
                        until);
        return seeOther(
                // two slashes would lead to another host, and some browsers take a backslash for
                // one
                "/" + target.replaceFirst("^[/\\\\]+", ""),
                LoginCookies.set(request, LoginCookies.SESSION, session, settings.session()),
                gone(request, LoginCookies.BEGUN));
    }

    private static boolean isBegunBy(HttpRequest request, String digest) {
        return LoginCookies.value(request, LoginCookies.BEGUN)
                .filter(value ->
                        MessageDigest.isEqual(
                                digest(value).getBytes(US_ASCII), digest.getBytes(US_ASCII)))
                .isPresent();
    }

    @Override
    public Optional<Person> person(HttpRequest request, Instant now) {
        return LoginCookies.value(request, LoginCookies.SESSION)
                .flatMap(value -> capsules.open(Purpose.SESSION, request.host(), value, now))
                .map(Sessions::person);
    }

    @Override
    public HttpEdits told(HttpEdits edits, HttpRequest request, Optional<Person> person) {
        Set<String> foreign = new HashSet<>(IDENTITY);
        request.fields().stream()
                .map(HttpField::key)
                // many servers take an underscore for a hyphen
                .filter(name -> IDENTITY.contains(name.replace('_', '-')))
                .forEach(foreign::add);
        HttpEdits told = LoginCookies.without(edits, request).withoutRequestFields(foreign);
        if (person.isEmpty()) {
            return told;
        }
        Person who = person.get();
        told = told.withRequestField(new HttpField("X-Forwarded-User", who.user()));
        if (!who.email().isEmpty()) {
            told = told.withRequestField(new HttpField("X-Forwarded-Email", who.email()));
        }
        return who.groups().isEmpty()
                ? told
                : told.withRequestField(
                        new HttpField("X-Forwarded-Groups", String.join(",", who.groups())));
    }

    private static HttpPlan seeOther(String location, HttpField... cookies) {
        List<HttpField> fields = new ArrayList<>(List.of(cookies));
        fields.add(new HttpField("Location", location));
        fields.add(new HttpField("Cache-Control", "no-store"));
        fields.add(new HttpField("Referrer-Policy", "no-referrer"));
        return new HttpPlan.Answer(SEE_OTHER, fields, new byte[0]);
    }

    private static HttpField gone(HttpRequest request, String cookie) {
        return LoginCookies.set(request, cookie, "", Duration.ZERO);
    }

    private static String path(String prefix, String path) {
        return (prefix.length() > 1 ? prefix : "") + path;
    }

    private String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
