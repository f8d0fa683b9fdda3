package dev.warren.edge.ssh.commands;

import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code login}: a link to the console, good for one use within five minutes. */
@Command(
        name = "login",
        description = "Print a link that logs you in to the console, once, within 5 minutes.")
final class LoginCommand extends PeopleCommand implements Callable<Integer> {

    private final Supplier<URI> console;

    LoginCommand(People people, CommandContext context, Supplier<URI> console) {
        super(people, context);
        this.console = console;
    }

    @Override
    public Integer call() {
        String code = people.createLoginCode(caller());
        String link =
                console.get() + "/login?code=" + URLEncoder.encode(code, StandardCharsets.UTF_8);
        if (context.output().json()) {
            context.output().object(Map.of("url", link));
        } else {
            context.output().say(link);
        }
        return 0;
    }
}
