package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.feeds.commands.Call.Refused;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feeds follow} and its like: which feeds one reads. */
final class FollowCommands {

    private FollowCommands() {}

    /** The words behind {@code feeds}. */
    static List<FeedsSubcommand> all(Reading.Parts parts) {
        return List.of(
                new FeedsSubcommand("follow", context -> new Follow(parts, context)),
                new FeedsSubcommand("unfollow", context -> new Unfollow(parts, context)),
                new FeedsSubcommand("full-text", context -> new FullText(parts, context)),
                new FeedsSubcommand("following", context -> new Following(parts, context)));
    }

    @Command(name = "follow", description = "Read a feed with the apps that you use.")
    static final class Follow extends Reading implements Callable<Integer> {

        @Parameters(paramLabel = "URL", description = "the feed's address")
        private String url = "";

        @Option(names = "--title", description = "your own for it", paramLabel = "TITLE")
        private String title = "";

        @Option(
                names = "--folder",
                description = "where it is; made when it is new",
                paramLabel = "FOLDER")
        private String folder = "";

        @Option(
                names = "--full-text",
                description = "read the pages behind its items for their whole text")
        private boolean fullText;

        private Follow(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() ->
                    switch (parts.subscriptions().subscribe(call.account(), url, title, folder)) {
                        case Subscribed.Done(Subscription feed) -> said(feed, "you follow ");
                        case Subscribed.Already(Subscription feed) ->
                                said(feed, "you followed it already: ");
                        case Subscribed.Refused(String sentence) ->
                                throw new Refused("refused", sentence);
                    });
        }

        private int said(Subscription feed, String words) {
            if (fullText) {
                parts.subscriptions().fullText(call.account(), feed.id(), true);
            }
            call.tell(List.of(words + feed.title() + " (" + feed.id() + ")"));
            return 0;
        }
    }

    @Command(name = "unfollow", description = "Read a feed no more; what is starred of it stays.")
    static final class Unfollow extends Reading implements Callable<Integer> {

        @Parameters(paramLabel = "NUMBER", description = "as feeds following shows it")
        private long number;

        private Unfollow(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                if (!parts.subscriptions().unsubscribe(call.account(), number)) {
                    throw new Refused("not-found", "you follow no feed with that number");
                }
                call.tell(List.of("you follow it no more"));
                return 0;
            });
        }
    }

    @Command(
            name = "full-text",
            description = "Read the pages behind a feed's items for their whole text, or no more.")
    static final class FullText extends Reading implements Callable<Integer> {

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "NUMBER",
                description = "as feeds following shows it; without one, how it goes with all")
        private @Nullable Long number;

        @Parameters(index = "1", arity = "0..1", paramLabel = "on|off")
        private String wish = "on";

        private FullText(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            Long feed = number;
            return call.act(() -> feed == null ? list() : set(feed));
        }

        private int set(long feed) throws Refused {
            boolean on = wish.equals("on");
            if (!on && !wish.equals("off")) {
                throw new Refused("usage", wish + ": expected: on or off");
            }
            if (!parts.subscriptions().fullText(call.account(), feed, on)) {
                throw new Refused("not-found", "you follow no feed with that number");
            }
            call.tell(
                    List.of(
                            on
                                    ? "the pages behind its items are read from now on; those of the newest at once"
                                    : "you see what the feed has, and nothing else"));
            return 0;
        }

        private int list() {
            call.output()
                    .table(
                            List.of("number", "read", "waiting", "given_up", "problem"),
                            parts.pages().standing(call.account()).stream()
                                    .map(one ->
                                            List.<Object>of(
                                                    one.subscription(),
                                                    one.read(),
                                                    one.waiting(),
                                                    one.givenUp(),
                                                    one.problem().orElse("")))
                                    .toList());
            return 0;
        }
    }

    @Command(name = "following", description = "List the feeds that you read.")
    static final class Following extends Reading implements Callable<Integer> {

        private Following(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                List<List<Object>> rows = new ArrayList<>();
                for (Subscription feed : parts.subscriptions().list(call.account())) {
                    rows.add(
                            List.of(
                                    feed.id(),
                                    feed.title(),
                                    feed.folder().map(Subscription.Folder::name).orElse(""),
                                    feed.url(),
                                    feed.fullText(),
                                    feed.problem().orElse("")));
                }
                call.output()
                        .table(
                                List.of("number", "title", "folder", "url", "full_text", "problem"),
                                rows);
                return 0;
            });
        }
    }
}
