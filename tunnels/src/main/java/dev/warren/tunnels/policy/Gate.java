package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.options.Login;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets in whom a log-in provider knows and the tunnel's owner names.
 *
 * @param option whom the owner names
 */
record Gate(Login option, SignOn signOn) {

    /** What came of a look at a request. */
    sealed interface Look {

        /** Somebody who is let in. */
        record Known(Person person) implements Look {}

        /** Somebody who is answered, here or elsewhere. */
        record Answered(HttpPlan plan) implements Look {}

        /** Nobody has logged in, and no browser is there to do it. */
        record Nobody() implements Look {}
    }

    Look look(HttpRequest request, String prefix, Instant now) {
        Optional<Person> person = signOn.person(request, now);
        if (person.isPresent()) {
            Person who = person.get();
            return option.admits(who.email(), who.groups())
                    ? new Look.Known(who)
                    : new Look.Answered(stranger(who, prefix));
        }
        return isBrowsers(request)
                ? new Look.Answered(signOn.ask(request, prefix, now))
                : new Look.Nobody();
    }

    Optional<HttpPlan> own(HttpRequest request, String prefix, Instant now) {
        return signOn.own(request, prefix, now);
    }

    HttpEdits told(HttpEdits edits, HttpRequest request, Optional<Person> person) {
        return signOn.told(edits, request, person);
    }

    private static HttpPlan stranger(Person who, String prefix) {
        String name = who.email().isEmpty() ? who.user() : who.email();
        return new HttpPlan.Refuse(
                new HttpRefusal(
                        403,
                        "Not for you",
                        "You are logged in as %s, whom the owner of this tunnel does not let in. %s/.warren/logout logs you out."
                                .formatted(name, prefix.length() > 1 ? prefix : "")));
    }

    private static boolean isBrowsers(HttpRequest request) {
        return request.method().equals("GET")
                && request.target().startsWith("/")
                && !request.wantsUpgrade()
                && request.field("Accept").filter(types -> types.contains("text/html")).isPresent();
    }
}
