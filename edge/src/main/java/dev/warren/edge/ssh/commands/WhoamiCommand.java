package dev.warren.edge.ssh.commands;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code whoami}. */
@Command(name = "whoami", description = "Tell who you are here, and by which key.")
final class WhoamiCommand extends PeopleCommand implements Callable<Integer> {

    WhoamiCommand(People people, CommandContext context) {
        super(people, context);
    }

    @Override
    public Integer call() {
        Account account = caller();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", account.name().value());
        fields.put(
                "roles",
                account.roles().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList());
        fields.put("email", account.email());
        fields.put("key", context.connection().fingerprint());
        fields.put("address", context.connection().remoteAddress().getAddress().getHostAddress());
        fields.put("client", context.connection().clientVersion());
        fields.put("since", context.connection().since());
        context.output().object(fields);
        return 0;
    }
}
