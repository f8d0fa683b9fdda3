package dev.warren.tunnels.inspect.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.naming.BoundPath;
import java.security.Principal;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What the controllers work with. On the web everybody sees their own only. */
record WebTools(Inspector inspector, Views views, People people, Tunnels tunnels) {

    /** The account that is logged in, as it is now. */
    Account account(Principal who) {
        return find(who).orElseThrow(() -> problem(HttpStatus.UNAUTHORIZED, "log in first"));
    }

    /** The same, empty when it may not be here any more. */
    Optional<Account> find(Principal who) {
        return AccountName.isValid(who.getName())
                ? people.account(new AccountName(who.getName())).filter(a -> !a.suspended())
                : Optional.empty();
    }

    Recording recording(Account owner, String id) {
        return inspector
                .find(id)
                .filter(recording -> recording.place().owner() == owner.id())
                .orElseThrow(
                        () -> problem(HttpStatus.NOT_FOUND, "no such exchange of yours is kept"));
    }

    /** A tunnel's URL, without a slash at its end. */
    String base(Place place) {
        return tunnels.addresses()
                .reach(new TunnelAddress.Web(place.label(), place.host(), BoundPath.ROOT));
    }

    /**
     * A problem in the form of RFC 9457.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
     */
    static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(
                status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static ErrorResponseException busy() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "no memory for it just now (expected: try again)");
    }
}
