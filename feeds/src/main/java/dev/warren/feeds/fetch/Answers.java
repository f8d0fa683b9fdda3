package dev.warren.feeds.fetch;

import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Result;
import dev.warren.feeds.source.Result.Failed;
import dev.warren.feeds.source.Result.Plan;
import dev.warren.feeds.source.Spacing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What answers that are no feeds mean, and when it goes on after them. */
final class Answers {

    /** How long a domain is left alone that wants fewer requests and does not say how many. */
    static final Duration UNSAID = Duration.ofMinutes(30);

    private static final Duration DAY = Duration.ofDays(1);

    /** Nobody is postponed for so long that it shows. */
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Interval interval;
    private final Spacing spacing;

    Answers(Interval interval, Spacing spacing) {
        this.interval = interval;
        this.spacing = spacing;
    }

    /** After a status that is neither 2xx nor 304. */
    Result failed(Claim claim, Page page, Instant now) {
        Optional<Duration> retry =
                Caching.retryAfter(page, now).map(wait -> Interval.shorter(wait, DAY));
        Duration next = interval.afterFailure(claim.history().failures() + 1);
        return switch (page.status()) {
            case 401 ->
                    failed(
                            "it wants a user and a password, or does not take those it was given",
                            next);
            case 403 ->
                    spacing.isTouchy(claim.domain())
                            ? tooMany(claim, retry.orElse(UNSAID), next)
                            : failed(sentence(403), next);
            case 404 -> failed("there is nothing at its address any more (404)", next);
            case 410 ->
                    new Failed(
                            "its publisher says that it is gone for good (410)",
                            true,
                            plan(Interval.longer(next, interval.jittered(DAY)), DAY.dividedBy(2)));
            case 429 -> tooMany(claim, retry.orElse(UNSAID), next);
            case 304 ->
                    failed(
                            "its server answers that nothing changed, but was not told since when",
                            next);
            default -> {
                Duration rest = retry.orElse(Duration.ZERO);
                yield new Failed(
                        sentence(page.status()), false, plan(Interval.longer(next, rest), rest));
            }
        };
    }

    private static String sentence(int status) {
        return status >= 500
                ? "its server has a fault (%d)".formatted(status)
                : "its server does not give it out (%d)".formatted(status);
    }

    /** Addresses are no domains: behind them may be a bridge that speaks for one feed only. */
    private Result tooMany(Claim claim, Duration rest, Duration next) {
        boolean registered = claim.domain().matches(".*[a-z]") && claim.domain().contains(".");
        return new Failed(
                "its server wants fewer requests",
                false,
                new Plan(Interval.longer(next, rest), rest, registered ? rest : Duration.ZERO));
    }

    Result failed(Claim claim, WebException why) {
        return switch (why.kind()) {
            case BUSY -> postponed();
            case FORBIDDEN, REDIRECT, TIMED_OUT, TOO_LARGE, UNREACHABLE, BROKEN, NO_MEMORY ->
                    failed(claim, why.sentence());
        };
    }

    Result failed(Claim claim, String problem) {
        return failed(problem, interval.afterFailure(claim.history().failures() + 1));
    }

    /** It was not asked, or not to its end, for reasons of this server. */
    Result postponed() {
        Duration soon = interval.jittered(SOON);
        return new Result.Postponed(plan(soon, Duration.ZERO));
    }

    private static Failed failed(String problem, Duration next) {
        return new Failed(problem, false, plan(next, Duration.ZERO));
    }

    static Plan plan(Duration next, Duration rest) {
        return new Plan(next, rest, Duration.ZERO);
    }
}
