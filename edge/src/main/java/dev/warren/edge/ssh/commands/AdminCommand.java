package dev.warren.edge.ssh.commands;

import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Administration;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.SshConnections;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin …}: what only administrators may do. */
@Command(name = "admin", description = "Administer accounts and look at the server.")
final class AdminCommand extends PeopleCommand {

    private static final String NAME = "NAME";

    private final SshConnections connections;
    private final MemoryBudgets budgets;
    private final AuditLog audit;

    AdminCommand(
            People people,
            CommandContext context,
            SshConnections connections,
            MemoryBudgets budgets,
            AuditLog audit) {
        super(people, context);
        this.connections = connections;
        this.budgets = budgets;
        this.audit = audit;
    }

    @Command(name = "users", description = "List all accounts.")
    int users() {
        List<List<Object>> rows =
                people.administration().list(caller()).stream().map(this::row).toList();
        context.output()
                .table(
                        List.of("name", "roles", "email", "suspended", "created", "connections"),
                        rows);
        return 0;
    }

    private List<Object> row(Account account) {
        return List.of(
                account.name().value(),
                account.roles().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                account.email(),
                account.suspended(),
                account.createdAt(),
                connections.of(account.id()).size());
    }

    @Command(name = "connections", description = "List the SSH connections.")
    int connections() {
        List<List<Object>> rows =
                connections.list().stream()
                        .map(c ->
                                List.<Object>of(
                                        c.id(),
                                        c.account().name().value(),
                                        c.remoteAddress().getAddress().getHostAddress(),
                                        c.fingerprint(),
                                        c.clientVersion(),
                                        c.since()))
                        .toList();
        context.output().table(List.of("id", "account", "address", "key", "client", "since"), rows);
        return 0;
    }

    @Command(name = "budgets", description = "Show the memory budgets.")
    int budgets() {
        context.output().table(StatusCommand.BUDGET_COLUMNS, StatusCommand.budgetRows(budgets));
        return 0;
    }

    @Command(name = "audit", description = "Show the newest entries of the audit log.")
    int audit(
            @Option(
                            names = {"-n", "--lines"},
                            defaultValue = "50",
                            paramLabel = "COUNT",
                            description = "how many, 1 to " + AuditLog.MOST + " (50)")
                    int lines) {
        if (lines < 1 || lines > AuditLog.MOST) {
            return context.output()
                    .fail("usage", "lines: %d (expected: 1 to %d)".formatted(lines, AuditLog.MOST));
        }
        List<List<Object>> rows = audit.latest(lines).stream().map(AdminCommand::row).toList();
        context.output().table(List.of("at", "actor", "action", "subject", "detail"), rows);
        return 0;
    }

    private static List<Object> row(AuditEntry entry) {
        return List.of(entry.at(), entry.actor(), entry.action(), entry.subject(), entry.detail());
    }

    @Command(name = "suspend", description = "Close an account's connections and lock it out.")
    int suspend(@Parameters(paramLabel = NAME) String name) {
        administration().suspend(caller(), name(name));
        return done(name, "is suspended");
    }

    @Command(name = "resume", description = "Let a suspended account in again.")
    int resume(@Parameters(paramLabel = NAME) String name) {
        administration().resume(caller(), name(name));
        return done(name, "may log in again");
    }

    @Command(name = "grant", description = "Make an account an administrator.")
    int grant(@Parameters(paramLabel = NAME) String name) {
        administration().grantAdmin(caller(), name(name));
        return done(name, "is an administrator");
    }

    @Command(name = "revoke", description = "Make an administrator a plain user again.")
    int revoke(@Parameters(paramLabel = NAME) String name) {
        administration().revokeAdmin(caller(), name(name));
        return done(name, "is a plain user");
    }

    @Command(name = "delete", description = "Delete an account with its keys and tokens.")
    int delete(@Parameters(paramLabel = NAME) String name) {
        administration().delete(caller(), name(name));
        return done(name, "is deleted");
    }

    @Command(name = "disconnect", description = "Close an account's SSH connections.")
    int disconnect(@Parameters(paramLabel = NAME) String typed) {
        AccountName name = name(typed);
        Account account =
                people.account(name)
                        .orElseThrow(() ->
                                new PeopleException(
                                        PeopleException.Code.NOT_FOUND,
                                        "there is no account " + name));
        List<SshConnection> open = connections.of(account.id());
        audit.record(
                caller().name().value(),
                "connections.close",
                name.value(),
                open.size() + " connections");
        open.forEach(c -> c.disconnect("an administrator closed the connection"));
        return done(typed, "had %d connections, which are closed".formatted(open.size()));
    }

    private Administration administration() {
        return people.administration();
    }

    private int done(String name, String what) {
        context.output().say(name + " " + what);
        return 0;
    }
}
