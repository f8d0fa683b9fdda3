package dev.warren.edge.ssh.commands;

import dev.warren.core.people.AccountName;
import dev.warren.core.people.Invites;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code invite} and {@code invite ls}. */
@Command(name = "invite", description = "Make an invite code for one new account.")
final class InviteCommand extends PeopleCommand implements Callable<Integer> {

    InviteCommand(People people, CommandContext context) {
        super(people, context);
    }

    @Override
    public Integer call() {
        Invites.Created created = people.invites().create(caller());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", created.code());
        fields.put("expires", created.invite().expiresAt());
        fields.put("use", "ssh NAME+invite=%s@HOST".formatted(created.code()));
        context.output().object(fields);
        return 0;
    }

    @Command(name = "ls", description = "List the invites you made; administrators see all.")
    int ls() {
        List<List<Object>> rows =
                people.invites().list(caller()).stream()
                        .map(invite ->
                                List.<Object>of(
                                        invite.id(),
                                        invite.createdBy().value(),
                                        invite.createdAt(),
                                        invite.expiresAt(),
                                        invite.redeemedBy().map(AccountName::value)))
                        .toList();
        context.output().table(List.of("id", "by", "created", "expires", "redeemed_by"), rows);
        return 0;
    }
}
