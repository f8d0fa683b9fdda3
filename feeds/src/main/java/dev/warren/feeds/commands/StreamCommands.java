package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.feeds.commands.Call.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feeds rules} and {@code feeds outputs}: what becomes of items, and where they go. */
final class StreamCommands {

    private StreamCommands() {}

    /** The words behind {@code feeds}. */
    static List<FeedsSubcommand> all(Reading.Parts parts) {
        return List.of(
                new FeedsSubcommand("rules", context -> new Rules(parts, context)),
                new FeedsSubcommand("outputs", context -> new Outputs(parts, context)));
    }

    @Command(name = "rules", description = "Say what becomes of new items: ls, add, rm.")
    static final class Rules extends Reading {

        private Rules(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Command(name = "ls", description = "List your rules.")
        int ls() {
            return call.act(() -> {
                call.output()
                        .table(
                                List.of("number", "feed", "rule"),
                                parts.rules().list(call.account()).stream()
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
                var wrong = parts.rules().add(call.account(), feed, line);
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
                if (!parts.rules().remove(call.account(), number)) {
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

        private Outputs(Reading.Parts parts, CommandContext context) {
            super(parts, context);
        }

        @Override
        public Integer call() {
            return call.act(() -> {
                if (renew) {
                    parts.keys().renew(call.account());
                }
                List<List<Object>> rows = new ArrayList<>();
                rows.add(row("all", "everything"));
                rows.add(row("starred", "what is starred"));
                parts.subscriptions()
                        .folders(call.account())
                        .forEach(folder -> rows.add(row("folder-" + folder.id(), folder.name())));
                parts.entries()
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
                                    parts.base().get(),
                                    call.account().name(),
                                    stream,
                                    parts.keys().key(call.account(), stream)));
        }
    }
}
