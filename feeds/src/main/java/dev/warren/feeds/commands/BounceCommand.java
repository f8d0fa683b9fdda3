package dev.warren.feeds.commands;

import dev.warren.core.mail.ReturnedMail;
import dev.warren.core.mail.ReturnedMail.Outcome;
import dev.warren.edge.ssh.CommandContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code feeds bounce}: takes a mail server's report of a mail that did not arrive. The signed
 * address in it is what it is believed by, so everybody may hand one in. A report that says nothing
 * is taken as well: whoever pipes it here would only send one more.
 */
@Command(
        name = "bounce",
        description =
                "Take a report of a mail that did not arrive, from a mail server: feeds bounce < report")
final class BounceCommand implements Callable<Integer> {

    private final ReturnedMail returned;
    private final Call call;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS",
            description = "whom it was sent to; without it, as the report says")
    private @Nullable String address;

    BounceCommand(ReturnedMail returned, CommandContext context) {
        this.returned = returned;
        this.call = new Call(context);
    }

    @Override
    public Integer call() {
        return call.act(() -> {
            if (call.context().terminal()) {
                throw new Call.Refused(
                        "usage",
                        "there is no report (expected: ssh -T HOST feeds bounce < report)");
            }
            Optional<String> recipient = Optional.ofNullable(address);
            try {
                switch (returned.take(call.context().input(), recipient)) {
                    case Outcome.Noted noted ->
                            call.tell(
                                    List.of(
                                            "noted: a mail to %s did not arrive: %s"
                                                    .formatted(noted.to(), noted.reason())));
                    case Outcome.Ignored(String why) -> call.tell(List.of("ignored: " + why));
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Call.Refused("unavailable", "the server is stopping");
            }
            return 0;
        });
    }
}
