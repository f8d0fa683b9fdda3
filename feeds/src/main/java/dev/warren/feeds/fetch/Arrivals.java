package dev.warren.feeds.fetch;

import dev.warren.feeds.item.Items;
import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedFeed.Pace;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claim.History;
import dev.warren.feeds.source.Claim.Validators;
import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Result;
import dev.warren.feeds.source.Result.Facts;
import dev.warren.feeds.source.Result.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes answers: what is new in them, and when their feeds are asked again. Thread-safe. */
final class Arrivals {

    private final Claims claims;
    private final Items items;
    private final Interval interval;
    private final Answers answers;
    private final TransactionTemplate transactions;

    Arrivals(
            Claims claims,
            Items items,
            Interval interval,
            Answers answers,
            TransactionTemplate transactions) {
        this.claims = claims;
        this.items = items;
        this.interval = interval;
        this.answers = answers;
        this.transactions = transactions;
    }

    Fetched failed(Claim claim, WebException why) {
        return note(claim, answers.failed(claim, why));
    }

    Fetched failed(Claim claim, String problem) {
        return note(claim, answers.failed(claim, problem));
    }

    /** This server had no time for it. */
    Fetched postponed(Claim claim) {
        return note(claim, answers.postponed());
    }

    /** An answer with a status that brings no feed. */
    Fetched refused(Claim claim, Page page, Instant now) {
        return note(claim, answers.failed(claim, page, now));
    }

    Fetched unchanged(Claim claim, Page page, Validators validators, Instant now) {
        History history = claim.history();
        Plan plan = plan(history, history.gapSeconds(), history.pace(), page, now);
        return note(claim, new Result.Unchanged(validators, Redirects.of(claim, page), plan));
    }

    /** In one transaction, and only while the claim is good. */
    Fetched changed(Claim claim, Page page, Validators validators, ParsedFeed feed, Instant now) {
        Fetched fetched =
                transactions.execute(_ ->
                        claims.confirm(claim)
                                ? stored(claim, page, validators, feed, now)
                                : Fetched.LOST);
        return fetched == null ? Fetched.LOST : fetched;
    }

    private Fetched stored(
            Claim claim, Page page, Validators validators, ParsedFeed feed, Instant now) {
        int news = items.store(claim.target().source(), feed, now).size();
        History history = claim.history();
        Optional<Double> gap = Gaps.after(history, feed, news, now);
        Plan plan = plan(news > 0 ? history.changed(now) : history, gap, feed.pace(), page, now);
        Result.Changed changed =
                new Result.Changed(
                        validators,
                        Redirects.of(claim, page),
                        facts(feed, page),
                        news > 0,
                        gap,
                        plan);
        return note(claim, changed);
    }

    private static Facts facts(ParsedFeed feed, Page page) {
        Hub hub = Hub.of(feed, page);
        return new Facts(
                feed.title(),
                feed.siteUrl(),
                feed.description(),
                feed.language(),
                feed.iconUrl(),
                feed.pace(),
                hub.url(),
                hub.topic());
    }

    private Plan plan(History history, Optional<Double> gap, Pace pace, Page page, Instant now) {
        Optional<Duration> wish = Caching.shortest(Caching.freshFor(page, now), pace.timeToLive());
        Duration quiet =
                history.changedAt().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
        Duration next =
                interval.next(
                        new Interval.Facts(
                                gap.map(seconds -> Duration.ofMillis((long) (seconds * 1000))),
                                quiet,
                                wish,
                                history.pushed()));
        return Answers.plan(interval.outside(pace, next, now), Duration.ZERO);
    }

    private Fetched note(Claim claim, Result result) {
        if (!claims.note(claim, result)) {
            return Fetched.LOST;
        }
        return switch (result) {
            case Result.Unchanged _ -> Fetched.UNCHANGED;
            case Result.Changed _ -> Fetched.READ;
            case Result.Failed _ -> Fetched.FAILED;
            case Result.Postponed _ -> Fetched.POSTPONED;
        };
    }
}
