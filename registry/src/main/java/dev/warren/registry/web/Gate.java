package dev.warren.registry.web;

import dev.warren.core.people.Account;
import dev.warren.registry.access.Action;
import dev.warren.registry.access.Caller;
import dev.warren.registry.access.Grant;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.oci.RepositoryName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;

/**
 * Decides whether a caller may do what a request asks, and says no in the form that makes clients
 * fetch a token or give up. Thread-safe.
 */
final class Gate {

    private static final String SERVICE = "warren";

    private final boolean anybodyPullsThrough;

    /** {@code anybodyPullsThrough}: whether who has no account may use other registries' cache. */
    Gate(boolean anybodyPullsThrough) {
        this.anybodyPullsThrough = anybodyPullsThrough;
    }

    /** Lets the call pass or refuses it. */
    void check(Call call, Place place, Action action) throws RefusedException {
        Caller caller = call.caller();
        if (!caller.isGranted(place.name(), action)) {
            throw challenge(call.request(), place.name(), action, "insufficient_scope");
        }
        if (!may(caller, place, action)) {
            throw refusal(call, place, action);
        }
    }

    /** Who may read there, whatever the token says. */
    Predicate<Caller> readers(Place place) {
        return caller -> may(caller, place, Action.PULL);
    }

    /** Whether {@code caller} may do that, whatever the token says. */
    private boolean may(Caller caller, Place place, Action action) {
        return switch (place) {
            case Place.Here here ->
                    isOwner(caller, here.owner())
                            || action == Action.PULL
                                    && here.repository().map(Repository::open).orElse(false);
            case Place.Elsewhere elsewhere ->
                    action == Action.PULL
                            && (anybodyPullsThrough || caller.account().isPresent())
                            && elsewhere
                                    .readers()
                                    .test(caller.account().map(a -> a.name().value()).orElse(""));
            case Place.Nowhere _ -> false;
        };
    }

    private static boolean isOwner(Caller caller, long owner) {
        return caller.account().map(Account::id).filter(id -> id == owner).isPresent();
    }

    private RefusedException refusal(Call call, Place place, Action action) {
        if (call.caller().account().isEmpty()) {
            return challenge(call.request(), place.name(), action, "");
        }
        // what is not open looks to others as if it were not there
        return action == Action.PULL
                ? new RefusedException(
                        ErrorCode.NAME_UNKNOWN, "there is no such repository: " + place.name())
                : new RefusedException(ErrorCode.DENIED, denied(call, place));
    }

    private static String denied(Call call, Place place) {
        return switch (place) {
            case Place.Elsewhere elsewhere ->
                    "%s is another registry's and can only be pulled".formatted(elsewhere.name());
            case Place.Here _, Place.Nowhere _ ->
                    "%s is not yours (expected: a name that begins with %s/)"
                            .formatted(
                                    place.name(),
                                    call.caller()
                                            .account()
                                            .map(a -> a.name().value())
                                            .orElse("your account's name"));
        };
    }

    /** Asks who is there, or for a better token. */
    static RefusedException challenge(
            HttpServletRequest request, RepositoryName name, Action action, String error) {
        String scope = Grant.scope(name.value(), action);
        return unauthorized(request, ",scope=\"%s\"".formatted(scope), error);
    }

    /** Asks who is there. */
    static RefusedException challenge(HttpServletRequest request, String error) {
        return unauthorized(request, "", error);
    }

    private static RefusedException unauthorized(
            HttpServletRequest request, String scope, String error) {
        String realm = "%s://%s/token".formatted(request.getScheme(), request.getHeader("Host"));
        String why = error.isEmpty() ? "" : ",error=\"%s\"".formatted(error);
        return new RefusedException(
                        ErrorCode.UNAUTHORIZED,
                        "log in with your account's name and an API token as the password")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"%s\",service=\"%s\"%s%s"
                                .formatted(realm, SERVICE, scope, why));
    }
}
