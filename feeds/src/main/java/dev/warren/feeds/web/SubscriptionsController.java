package dev.warren.feeds.web;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import dev.warren.feeds.source.SourceHealth;
import dev.warren.feeds.source.Sources;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What one follows, and how it goes with it. */
@RestController
@RequestMapping("/api/feeds/subscriptions")
class SubscriptionsController {

    private final WebTools tools;
    private final Subscriptions subscriptions;
    private final Sources sources;

    SubscriptionsController(WebTools tools, Subscriptions subscriptions, Sources sources) {
        this.tools = tools;
        this.subscriptions = subscriptions;
        this.sources = sources;
    }

    /** All of them, by title, with their health. */
    @GetMapping
    List<FeedJson> list(Principal who) {
        List<Subscription> feeds = subscriptions.list(tools.account(who));
        Map<Long, SourceHealth> health = new HashMap<>();
        sources.health(feeds.stream().map(Subscription::source).toList())
                .forEach(one -> health.put(one.id(), one));
        return feeds.stream().map(feed -> FeedJson.of(feed, health.get(feed.source()))).toList();
    }

    /** A feed that is to be followed, or what is to be different of one; what is absent stays. */
    record Wish(
            @Nullable String url,
            @Nullable String title,
            @Nullable String folder,
            @Nullable Boolean fullText) {}

    /** Follows a feed: 201, or 200 when it was followed before. */
    @PostMapping
    ResponseEntity<FeedJson> add(Principal who, HttpServletRequest request) throws IOException {
        Account reader = tools.account(who);
        Wish wish = tools.body(request, Wish.class);
        Subscribed outcome =
                subscriptions.subscribe(
                        reader, or(wish.url()), or(wish.title()), or(wish.folder()));
        return switch (outcome) {
            case Subscribed.Refused(String sentence) ->
                    throw WebTools.problem(HttpStatus.UNPROCESSABLE_CONTENT, sentence);
            case Subscribed.Already(Subscription feed) ->
                    ResponseEntity.ok(FeedJson.of(feed, null));
            case Subscribed.Done(Subscription feed) -> {
                if (Boolean.TRUE.equals(wish.fullText())) {
                    subscriptions.fullText(reader, feed.id(), true);
                }
                yield ResponseEntity.status(HttpStatus.CREATED).body(one(reader, feed.id()));
            }
        };
    }

    /** Changes its title, folder (empty for none) or full text. */
    @PatchMapping("/{id}")
    FeedJson change(Principal who, @PathVariable long id, HttpServletRequest request)
            throws IOException {
        Account reader = tools.account(who);
        Wish wish = tools.body(request, Wish.class);
        one(reader, id);
        if (wish.title() != null) {
            subscriptions.rename(reader, id, wish.title());
        }
        if (wish.folder() != null && !subscriptions.move(reader, id, wish.folder())) {
            throw WebTools.problem(
                    HttpStatus.UNPROCESSABLE_CONTENT, "there is no room for one more folder");
        }
        if (wish.fullText() != null) {
            subscriptions.fullText(reader, id, wish.fullText());
        }
        return one(reader, id);
    }

    /** Follows it no more; what is starred stays. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Principal who, @PathVariable long id) {
        if (!subscriptions.unsubscribe(tools.account(who), id)) {
            throw WebTools.missing("feed");
        }
    }

    private FeedJson one(Account reader, long id) {
        return subscriptions
                .find(reader, id)
                .map(feed ->
                        FeedJson.of(
                                feed,
                                sources.health(List.of(feed.source())).stream()
                                        .findFirst()
                                        .orElse(null)))
                .orElseThrow(() -> WebTools.missing("feed"));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
