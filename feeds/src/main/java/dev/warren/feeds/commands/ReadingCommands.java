package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.feeds.commands.Call.Refused;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.output.OutputKeys;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.RuleBook;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feeds follow} and its like: what one may do about feeds that one reads. */
final class ReadingCommands {

    private ReadingCommands() {}

    /**
     * What the commands use.
     *
     * @param base this server's address as the world has it, without a slash at the end
     */
    record Parts(
            Subscriptions subscriptions,
            FullTexts pages,
            Entries entries,
            RuleBook rules,
            OutputKeys keys,
            Supplier<URI> base) {}

    /** The words behind {@code feeds}. */
    static List<FeedsSubcommand> all(Parts parts) {
        return List.of(
                new FeedsSubcommand("follow", context -> new Follow(parts, context)),
                new FeedsSubcommand("unfollow", context -> new Unfollow(parts, context)),
                new FeedsSubcommand("full-text", context -> new FullText(parts, context)),
                new FeedsSubcommand("following", context -> new Following(parts, context)),
                new FeedsSubcommand("rules", context -> new Rules(parts, context)),
                new FeedsSubcommand("outputs", context -> new Outputs(parts, context)));
    }

    /** One call of one of them. */
    private abstract static class Reading {

        final Parts parts;
        final Call call;

        Reading(Parts parts, CommandContext context) {
            this.parts = parts;
            this.call = new Call(context);
        }
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

        private Follow(Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() ->
                    switch (parts.subscriptions.subscribe(call.account(), url, title, folder)) {
                        case Subscribed.Done(Subscription feed) -> said(feed, "you follow ");
                        case Subscribed.Already(Subscription feed) ->
                                said(feed, "you followed it already: ");
                        case Subscribed.Refused(String sentence) ->
                                throw new Refused("refused", sentence);
                    });
        }

        private int said(Subscription feed, String words) {
            if (fullText) {
                parts.subscriptions.fullText(call.account(), feed.id(), true);
            }
            call.tell(List.of(words + feed.title() + " (" + feed.id() + ")"));
            return 0;
        }
    }

    @Command(name = "unfollow", description = "Read a feed no more; what is starred of it stays.")
    static final class Unfollow extends Reading implements Callable<Integer> {

        @Parameters(paramLabel = "NUMBER", description = "as feeds following shows it")
        private long number;

        private Unfollow(Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                if (!parts.subscriptions.unsubscribe(call.account(), number)) {
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

        private FullText(Parts parts, CommandContext context) {
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
            if (!parts.subscriptions.fullText(call.account(), feed, on)) {
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
                            parts.pages.standing(call.account()).stream()
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

        private Following(Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                List<List<Object>> rows = new ArrayList<>();
                for (Subscription feed : parts.subscriptions.list(call.account())) {
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

    @Command(name = "rules", description = "Say what becomes of new items: ls, add, rm.")
    static final class Rules extends Reading {

        private Rules(Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Command(name = "ls", description = "List your rules.")
        int ls() {
            return call.act(() -> {
                call.output()
                        .table(
                                List.of("number", "feed", "rule"),
                                parts.rules.list(call.account()).stream()
                                        .map(one ->
                                                List.of(
                                                        one.id(),
                                                        one.subscription()
                                                                .map(String::valueOf)
                                                                .orElse("all"),
                                                        one.line()))
                                        .toList());
                return 0;
            });
        }

        @Command(
                name = "add",
                description = "Add one, such as: ssh HOST feeds rules add drop title sponsored")
        int add(
                @Option(names = "--feed", description = "for one feed", paramLabel = "NUMBER")
                        @Nullable Long feed,
                @Parameters(arity = "1..*", paramLabel = "WORD", description = "the rule")
                        List<String> words) {
            return call.act(() -> {
                String line = String.join(" ", words);
                var wrong = parts.rules.add(call.account(), feed, line);
                if (wrong.isPresent()) {
                    throw new Refused("invalid", wrong.get());
                }
                call.tell(List.of("it holds for what comes from now on"));
                return 0;
            });
        }

        @Command(name = "rm", description = "Remove one.")
        int rm(@Parameters(paramLabel = "NUMBER") long number) {
            return call.act(() -> {
                if (!parts.rules.remove(call.account(), number)) {
                    throw new Refused("not-found", "you have no rule with that number");
                }
                call.tell(List.of("removed"));
                return 0;
            });
        }
    }

    @Command(
            name = "outputs",
            description = "Show the addresses at which your streams are feeds again.")
    static final class Outputs extends Reading implements Callable<Integer> {

        @Option(names = "--renew", description = "make all earlier addresses worthless")
        private boolean renew;

        private Outputs(Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                if (renew) {
                    parts.keys.renew(call.account());
                }
                List<List<Object>> rows = new ArrayList<>();
                rows.add(row("all", "everything"));
                rows.add(row("starred", "what is starred"));
                parts.subscriptions
                        .folders(call.account())
                        .forEach(folder -> rows.add(row("folder-" + folder.id(), folder.name())));
                parts.entries
                        .tags(call.account())
                        .forEach(tag -> rows.add(row("tag-" + tag.id(), tag.name())));
                call.output().table(List.of("stream", "what", "url"), rows);
                return 0;
            });
        }

        private List<Object> row(String stream, String what) {
            return List.of(
                    stream,
                    what,
                    "%s/feeds/out/%s/%s.atom?key=%s"
                            .formatted(
                                    parts.base.get(),
                                    call.account().name(),
                                    stream,
                                    parts.keys.key(call.account(), stream)));
        }
    }
}
