package dev.warren.edge.ssh.commands;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.People;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.SshConnections;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The commands of this package, as they are contributed. */
final class PeopleCommands {

    private PeopleCommands() {}

    static SshCommand whoami(People people) {
        return new SshCommand(
                "whoami",
                "tell who you are, and by which key",
                false,
                context -> new WhoamiCommand(people, context));
    }

    static SshCommand keys(People people) {
        return new SshCommand(
                "keys",
                "list, add and remove your SSH keys",
                false,
                context -> new KeysCommand(people, context));
    }

    static SshCommand token(People people) {
        return new SshCommand(
                "token",
                "list, create and remove your API tokens",
                false,
                context -> new TokenCommand(people, context));
    }

    static SshCommand login(People people, Supplier<URI> console) {
        return new SshCommand(
                "login",
                "print a link that logs you in to the console",
                false,
                context -> new LoginCommand(people, context, console));
    }

    static SshCommand invite(People people) {
        return new SshCommand(
                "invite",
                "make an invite code for a new account",
                false,
                context -> new InviteCommand(people, context));
    }

    static SshCommand status(
            MemoryBudgets budgets, SshConnections connections, Supplier<Stream<FrontDoor>> doors) {
        return new SshCommand(
                "status",
                "show how the server is: doors, connections, memory",
                false,
                context -> new StatusCommand(context, budgets, connections, doors.get().toList()));
    }

    static SshCommand admin(
            People people, SshConnections connections, MemoryBudgets budgets, AuditLog audit) {
        return new SshCommand(
                "admin",
                "administer accounts and look at the server",
                true,
                context -> new AdminCommand(people, context, connections, budgets, audit));
    }
}
