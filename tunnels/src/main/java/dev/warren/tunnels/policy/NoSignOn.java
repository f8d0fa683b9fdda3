package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;

/** Stands where there is no provider, and lets nobody in. */
final class NoSignOn implements SignOn {

    private static final HttpPlan NOWHERE =
            new HttpPlan.Refuse(
                    new HttpRefusal(
                            503, "Nobody can log in", "This server has no log-in provider."));

    @Override
    public Optional<HttpPlan> own(HttpRequest request, String prefix, Instant now) {
        return Optional.empty();
    }

    @Override
    public Optional<Person> person(HttpRequest request, Instant now) {
        return Optional.empty();
    }

    @Override
    public HttpPlan ask(HttpRequest request, String prefix, Instant now) {
        return NOWHERE;
    }

    @Override
    public HttpEdits told(HttpEdits edits, HttpRequest request, Optional<Person> person) {
        return edits;
    }
}
