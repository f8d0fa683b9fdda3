package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;

/** Knows visitors who have logged in elsewhere. Thread-safe; called on event loops, never waits. */
public interface SignOn {

    /** Knows nobody, and has nowhere to send them. */
    SignOn NONE = new NoSignOn();

    /**
     * The answer to a request that is about logging in or out itself.
     *
     * @param prefix the path that the route is bound to
     */
    Optional<HttpPlan> own(HttpRequest request, String prefix, Instant now);

    /** Who sent a request, if they have logged in for its host. */
    Optional<Person> person(HttpRequest request, Instant now);

    /** Sends a browser to where it can log in, and back to what it asked for. */
    HttpPlan ask(HttpRequest request, String prefix, Instant now);

    /**
     * {@code edits} by which the server behind the tunnel is told who it is, and by nobody else,
     * and sees nothing of the log-in.
     */
    HttpEdits told(HttpEdits edits, HttpRequest request, Optional<Person> person);
}
