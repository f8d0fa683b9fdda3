package dev.warren.edge.ssh.commands;

import dev.warren.core.people.People;
import dev.warren.core.people.Tokens;
import dev.warren.edge.ssh.CommandContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code token ls}, {@code token create} and {@code token rm}. */
@Command(
        name = "token",
        description = "API tokens: passwords for programs that cannot use your SSH key.")
final class TokenCommand extends PeopleCommand {

    TokenCommand(People people, CommandContext context) {
        super(people, context);
    }

    @Command(name = "ls", description = "List your tokens, without their secrets.")
    int ls() {
        List<List<Object>> rows =
                people.tokens().list(caller()).stream()
                        .map(token ->
                                List.<Object>of(
                                        token.name(), token.createdAt(), token.lastUsedAt()))
                        .toList();
        context.output().table(List.of("name", "created", "last_used"), rows);
        return 0;
    }

    @Command(name = "create", description = "Make a token and show its secret, this once.")
    int create(@Parameters(paramLabel = "NAME", description = "what you call it") String name) {
        Tokens.Created created = people.tokens().create(caller(), name);
        if (context.output().json()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", created.token().name());
            fields.put("secret", created.secret());
            context.output().object(fields);
        } else {
            context.output().say(created.secret());
        }
        return 0;
    }

    @Command(name = "rm", description = "Remove a token; it stops working at once.")
    int rm(@Parameters(paramLabel = "NAME", description = "the token's name") String name) {
        people.tokens().remove(caller(), name);
        context.output().say("removed " + name);
        return 0;
    }
}
