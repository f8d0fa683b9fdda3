package dev.warren.tunnels.ssh;

import dev.warren.core.audit.AuditLog;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.tunnels.live.Ending;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.Tunnels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels ls} and {@code tunnels close}. */
@Command(name = "tunnels", description = "List and close tunnels, and look into them.")
public final class TunnelsCommand {

    private static final int FAILED = 1;

    private static final List<String> COLUMNS =
            List.of(
                    "id",
                    "kind",
                    "name",
                    "owner",
                    "address",
                    "streams",
                    "requests",
                    "received",
                    "sent",
                    "client",
                    "since",
                    "health",
                    "group",
                    "note");

    private final Tunnels tunnels;
    private final AuditLog audit;
    private final CommandContext context;

    private TunnelsCommand(Tunnels tunnels, AuditLog audit, CommandContext context) {
        this.tunnels = tunnels;
        this.audit = audit;
        this.context = context;
    }

    /** The command, to be contributed to the SSH door. */
    public static SshCommand contribution(
            Tunnels tunnels, AuditLog audit, List<TunnelSubcommand> more) {
        return new SshCommand(
                "tunnels",
                "list and close your tunnels, and keep their names",
                false,
                context -> spec(new TunnelsCommand(tunnels, audit, context), context, more));
    }

    private static CommandSpec spec(
            TunnelsCommand command, CommandContext context, List<TunnelSubcommand> more) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        for (TunnelSubcommand one : more) {
            spec.addSubcommand(one.name(), new CommandLine(one.create().apply(context)));
        }
        return spec;
    }

    @Command(name = "ls", description = "List tunnels: yours, or with --all everybody's.")
    int ls(
            @Option(names = "--all", description = "everybody's (administrators)") boolean all,
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "another account's (administrators)")
                    @Nullable String user) {
        Scope scope = new Scope(all, user);
        if (!mayUse(scope)) {
            return forbidden();
        }
        List<? extends List<?>> rows = visible(scope).stream().map(this::row).toList();
        context.output().table(COLUMNS, rows);
        return 0;
    }

    @Command(
            name = "close",
            description = "Close tunnels and cut their streams; the SSH connection stays.")
    int close(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "TUNNEL",
                            description = "an id, a name, a port or a URL, as tunnels ls shows it")
                    List<String> targets,
            @Option(names = "--all", description = "look at everybody's (administrators)")
                    boolean all,
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "another account's (administrators)")
                    @Nullable String user) {
        Scope scope = new Scope(all, user);
        if (!mayUse(scope)) {
            return forbidden();
        }
        int status = 0;
        for (String target : targets) {
            List<Tunnel> found = find(scope, target);
            if (found.isEmpty()) {
                status = context.output().fail("not-found", "there is no tunnel " + target);
            }
            for (Tunnel tunnel : found) {
                status = Math.max(status, close(tunnel));
            }
        }
        return status;
    }

    /** Whose tunnels a caller means. */
    private record Scope(boolean all, @Nullable String user) {}

    private boolean mayUse(Scope scope) {
        return context.connection().account().isAdmin()
                || !scope.all && (scope.user == null || scope.user.equals(caller()));
    }

    private int forbidden() {
        return context.output()
                .fail("forbidden", "only administrators see the tunnels of other accounts");
    }

    private List<Tunnel> visible(Scope scope) {
        String owner = scope.user == null ? caller() : scope.user;
        return tunnels.all().stream()
                .filter(t -> scope.all || t.owner().name().value().equals(owner))
                .sorted(Comparator.comparingLong(Tunnel::id))
                .toList();
    }

    private List<Tunnel> find(Scope scope, String target) {
        String wanted = target.toLowerCase(Locale.ROOT);
        List<Tunnel> found = new ArrayList<>();
        for (Tunnel tunnel : visible(scope)) {
            // everybody's short names may meet, so there only full ones count
            if (names(tunnel, !scope.all).contains(wanted)) {
                found.add(tunnel);
            }
        }
        return found;
    }

    private List<String> names(Tunnel tunnel, boolean shortOnes) {
        String full = tunnel.address().name();
        String reach = tunnels.addresses().reach(tunnel.address());
        String label = full.substring(0, full.indexOf('.') < 0 ? full.length() : full.indexOf('.'));
        String id = Long.toString(tunnel.id());
        return shortOnes
                ? List.of(id, full, reach, label, tunnel.address().shortName())
                : List.of(id, full, reach, label);
    }

    private int close(Tunnel tunnel) {
        boolean own = tunnel.owner().id() == context.connection().account().id();
        if (!tunnels.close(tunnel, own ? Ending.CLOSED : Ending.CLOSED_BY_ADMIN)) {
            context.output().fail("not-found", tunnel + " has just gone");
            return FAILED;
        }
        if (!own) {
            audit.record(
                    caller(),
                    "tunnel.close",
                    tunnel.address().name(),
                    "owner=" + tunnel.owner().name());
        }
        context.output().say("closed " + tunnels.addresses().reach(tunnel.address()));
        return 0;
    }

    private List<?> row(Tunnel tunnel) {
        return List.of(
                tunnel.id(),
                tunnel.address().kind().name().toLowerCase(Locale.ROOT),
                tunnel.address().shortName(),
                tunnel.owner().name().value(),
                tunnels.addresses().reach(tunnel.address()),
                tunnel.streams().count(),
                tunnel.requests(),
                tunnel.streams().bytesFromVisitors(),
                tunnel.streams().bytesToVisitors(),
                tunnel.connection().remoteAddress().getAddress().getHostAddress(),
                tunnel.since().toString(),
                health(tunnel),
                tunnel.group().orElse(""),
                tunnel.options().note());
    }

    private static String health(Tunnel tunnel) {
        return switch (tunnel.health().state()) {
            case UNKNOWN -> "";
            case UP -> "up";
            case DOWN -> "down";
        };
    }

    private String caller() {
        return context.connection().account().name().value();
    }
}
