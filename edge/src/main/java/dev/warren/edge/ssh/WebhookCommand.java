package dev.warren.edge.ssh;

import dev.warren.core.people.Account;
import dev.warren.core.webhooks.WebhookAnswer;
import dev.warren.core.webhooks.WebhookException;
import dev.warren.core.webhooks.WebhookState;
import dev.warren.core.webhooks.Webhooks;
import dev.warren.edge.ssh.session.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The word {@code webhook} behind a module's command. */
@Command(name = "webhook")
public final class WebhookCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    private final Webhooks webhooks;
    private final Topic topic;
    private final CommandContext context;

    private WebhookCommand(Webhooks webhooks, Topic topic, CommandContext context) {
        this.webhooks = webhooks;
        this.topic = topic;
        this.context = context;
    }

    /**
     * What a module tells of.
     *
     * @param name as in {@link dev.warren.core.webhooks.WebhookEvent#topic}, and the command's
     *     first word
     * @param about one sentence for the help
     * @param kinds the events, as in {@link dev.warren.core.webhooks.WebhookEvent#kind}
     */
    public record Topic(String name, String about, List<String> kinds) {

        public Topic {
            kinds = List.copyOf(kinds);
        }
    }

    /** The picocli command for one call. */
    public static CommandSpec create(Webhooks webhooks, Topic topic, CommandContext context) {
        CommandSpec spec =
                CommandSpec.forAnnotatedObject(new WebhookCommand(webhooks, topic, context));
        spec.usageMessage().description(topic.about);
        return spec.resourceBundle(new Words(topic));
    }

    /** What the help says of this topic. */
    private static final class Words extends ListResourceBundle {

        private final Topic topic;

        Words(Topic topic) {
            this.topic = topic;
        }

        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"kinds", String.join(", ", topic.kinds)}};
        }
    }

    /** What may go wrong. */
    @FunctionalInterface
    private interface Act {
        int run() throws WebhookException;
    }

    @Override
    public Integer call() {
        return act(() -> {
            Optional<WebhookState> state = webhooks.find(account(), topic.name);
            if (state.isEmpty()) {
                return none();
            }
            context.output().object(fields(state.get()));
            return 0;
        });
    }

    private Map<String, ?> fields(WebhookState state) {
        boolean resting = state.failingSince().isPresent() && state.off().isEmpty();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("url", state.url().toString());
        fields.put("events", words(state.kinds()));
        fields.put("state", state.off().isPresent() ? "off" : "on");
        fields.put("reason", state.off());
        fields.put("last_at", state.last().map(WebhookState.Last::at));
        fields.put("last_result", state.last().map(WebhookState.Last::result));
        fields.put("failing_since", state.failingSince());
        fields.put("next_attempt", resting ? Optional.of(state.next()) : Optional.empty());
        fields.put("delivered", state.counts().delivered());
        fields.put("waiting", state.counts().waiting());
        fields.put("lost", state.counts().lost());
        return fields;
    }

    private String words(Set<String> kinds) {
        return kinds.isEmpty()
                ? "all"
                : String.join(",", topic.kinds.stream().filter(kinds::contains).toList());
    }

    @Command(
            name = "set",
            description = "Name an address, or another one; shows its new signing secret once.")
    int set(
            @Parameters(
                            paramLabel = "URL",
                            description = "gets a POST with JSON for each event: https://host/path")
                    String url,
            @Option(
                            names = "--events",
                            split = ",",
                            paramLabel = "WORD",
                            description = "which, without spaces: ${bundle:kinds} (all)")
                    @Nullable List<String> events) {
        List<String> wanted = events == null ? new ArrayList<>() : events;
        for (String word : wanted) {
            if (!topic.kinds.contains(word)) {
                return context.output()
                        .fail(
                                "invalid",
                                "--events: %s (expected: some of %s)"
                                        .formatted(
                                                Printable.line(word),
                                                String.join(",", topic.kinds)));
            }
        }
        return act(() -> {
            Set<String> kinds = new HashSet<>(wanted);
            String secret = webhooks.set(account(), topic.name, url, kinds);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("url", url);
            fields.put("events", words(kinds));
            fields.put("secret", secret);
            context.output().object(fields);
            if (!context.output().json()) {
                context.output().say("The secret signs what is sent, and is not shown again.");
            }
            return 0;
        });
    }

    @Command(name = "test", description = "Send an event now, and show what comes back.")
    int test() {
        return act(() -> {
            WebhookAnswer answer = webhooks.test(account(), topic.name);
            if (context.output().json()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("accepted", answer.accepted());
                fields.put("result", answer.result());
                fields.put("words", answer.words());
                fields.put("millis", answer.took().toMillis());
                context.output().object(fields);
                return answer.accepted() ? 0 : FAILED;
            }
            String sentence =
                    "the test was %saccepted: %s (%d ms)%s"
                            .formatted(
                                    answer.accepted() ? "" : "not ",
                                    answer.result(),
                                    answer.took().toMillis(),
                                    answer.words().isEmpty() ? "" : ": " + answer.words());
            if (answer.accepted()) {
                context.output().say(sentence);
                return 0;
            }
            return context.output().fail("not-accepted", sentence);
        });
    }

    @Command(name = "rm", description = "Forget the address, and the events that wait for it.")
    int rm() {
        return act(() -> {
            if (!webhooks.remove(account(), topic.name)) {
                return none();
            }
            context.output().say("removed");
            return 0;
        });
    }

    private int act(Act act) {
        try {
            return act.run();
        } catch (WebhookException refused) {
            return context.output().fail(refused.word(), refused.sentence());
        } catch (DataAccessException | TransactionException away) {
            return context.output()
                    .fail("unavailable", "the database does not answer; try again in a minute");
        }
    }

    private int none() {
        return context.output()
                .fail(
                        "not-found",
                        "you have no webhook (expected: %s webhook set https://host/path first)"
                                .formatted(topic.name));
    }

    private Account account() {
        return context.connection().account();
    }
}
