package dev.warren.tunnels.names;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.tunnels.names.KeptName.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels names …}, and what {@code reserve} and {@code release} in front of it do. */
@Command(name = "names", description = "Show and ban names.")
final class NameCommands {

    private static final List<String> COLUMNS = List.of("kind", "name", "since", "page");

    private final NameBook book;
    private final AuditLog audit;
    private final CommandContext context;

    NameCommands(NameBook book, AuditLog audit, CommandContext context) {
        this.book = book;
        this.audit = audit;
        this.context = context;
    }

    @Command(name = "ls", description = "List the names, ports and domains that are kept for you.")
    int ls(
            @Option(names = "--banned", description = "what nobody may have, instead")
                    boolean banned) {
        List<List<?>> rows =
                book.index().of(banned ? 0 : caller().id()).stream()
                        .<List<?>>map(name ->
                                List.of(
                                        name.kind().name().toLowerCase(Locale.ROOT),
                                        name.name(),
                                        name.since().toString(),
                                        name.page().orElse("")))
                        .toList();
        context.output().table(COLUMNS, rows);
        return 0;
    }

    @Command(name = "ban", description = "Let nobody have a name (administrators).")
    int ban(@Parameters(paramLabel = "NAME") String name) {
        return administer(
                "name.ban",
                name,
                () -> {
                    book.ban(name);
                    return "banned " + name;
                });
    }

    @Command(name = "unban", description = "Let a banned name go (administrators).")
    int unban(@Parameters(paramLabel = "NAME") String name) {
        return administer(
                "name.unban",
                name,
                () -> {
                    book.unban(name);
                    return "no longer banned: " + name;
                });
    }

    int reserve(String name, @Nullable String page) {
        return act(() -> {
            KeptName kept = book.reserve(caller(), name, Optional.ofNullable(page));
            return kept.kind() == Kind.PORT
                    ? "reserved port %s".formatted(kept.name())
                    : "reserved %s".formatted(kept.name());
        });
    }

    int release(String name) {
        return act(() -> {
            book.release(caller(), name);
            return "released " + name;
        });
    }

    private int administer(String action, String name, Supplier<String> act) {
        if (!caller().isAdmin()) {
            return context.output().fail("forbidden", "only administrators ban names");
        }
        return act(() -> {
            String line = act.get();
            audit.record(caller().name().value(), action, name, "");
            return line;
        });
    }

    private int act(Supplier<String> act) {
        try {
            context.output().say(act.get());
            return 0;
        } catch (NamesException refused) {
            return context.output().fail(refused.code().word(), refused.getMessage());
        }
    }

    private Account caller() {
        return context.connection().account();
    }
}
