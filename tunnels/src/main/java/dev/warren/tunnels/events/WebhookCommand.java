package dev.warren.tunnels.events;

import static dev.warren.tunnels.events.TunnelEvents.TOPIC;

import dev.warren.core.people.Account;
import dev.warren.core.webhooks.WebhookAnswer;
import dev.warren.core.webhooks.WebhookException;
import dev.warren.core.webhooks.WebhookState;
import dev.warren.core.webhooks.Webhooks;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.tunnels.naming.Plain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels webhook}. */
@Command(
        name = "webhook",
        description = "Show the address that is told of your tunnels' events, or change it.")
final class WebhookCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final String NONE =
            "you have no webhook (expected: tunnels webhook set https://host/path first)";

    private final Webhooks webhooks;
    private final CommandContext context;

    WebhookCommand(Webhooks webhooks, CommandContext context) {
        this.webhooks = webhooks;
        this.context = context;
    }

    /** What may go wrong. */
    @FunctionalInterface
    private interface Act {
        int run() throws WebhookException;
    }

    @Override
    public Integer call() {
        return act(() -> {
            Optional<WebhookState> state = webhooks.find(account(), TOPIC);
            if (state.isEmpty()) {
                return none();
            }
            context.output().object(fields(state.get()));
            return 0;
        });
    }

    private static Map<String, ?> fields(WebhookState state) {
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

    private static String words(Set<String> kinds) {
        return kinds.isEmpty()
                ? "all"
                : String.join(",", TunnelEvent.TOLD.stream().filter(kinds::contains).toList());
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
                            description =
                                    "which, without spaces: up, down, refused, well, unwell,"
                                            + " suspended, restored (all)")
                    @Nullable List<String> events) {
        List<String> wanted = events == null ? new ArrayList<>() : events;
        for (String word : wanted) {
            if (!TunnelEvent.TOLD.contains(word)) {
                return context.output()
                        .fail(
                                "invalid",
                                "--events: %s (expected: some of %s)"
                                        .formatted(
                                                Plain.text(word),
                                                String.join(",", TunnelEvent.TOLD)));
            }
        }
        return act(() -> {
            Set<String> kinds = new HashSet<>(wanted);
            String secret = webhooks.set(account(), TOPIC, url, kinds);
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
            WebhookAnswer answer = webhooks.test(account(), TOPIC);
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
            if (!webhooks.remove(account(), TOPIC)) {
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
        return context.output().fail("not-found", NONE);
    }

    private Account account() {
        return context.connection().account();
    }
}
