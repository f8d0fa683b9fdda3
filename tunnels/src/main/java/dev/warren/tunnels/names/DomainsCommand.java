package dev.warren.tunnels.names;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.names.KeptName.Kind;
import dev.warren.tunnels.naming.Plain;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tunnels domains}. A domain can be used as soon as its TXT record is there; one that was
 * added stays its account's, and is served for as long as the record is found now and then.
 */
@Command(name = "domains", description = "Domains of your own.")
final class DomainsCommand {

    private final NameBook book;
    private final BookRules rules;
    private final DomainWatch watch;
    private final People people;
    private final AuditLog audit;
    private final CommandContext context;

    /** What the command works with. */
    record Parts(
            NameBook book, BookRules rules, DomainWatch watch, People people, AuditLog audit) {}

    DomainsCommand(Parts parts, CommandContext context) {
        this.book = parts.book;
        this.rules = parts.rules;
        this.watch = parts.watch;
        this.people = parts.people;
        this.audit = parts.audit;
        this.context = context;
    }

    @Command(name = "ls", description = "List your domains.")
    int ls() {
        List<List<?>> rows =
                book.index().of(caller().id()).stream()
                        .filter(name -> name.kind() == Kind.DOMAIN)
                        .<List<?>>map(name ->
                                List.of(
                                        name.name(),
                                        name.since().toString(),
                                        watch.isSuspended(name.name()) ? "suspended" : "served"))
                        .toList();
        context.output().table(List.of("domain", "since", "state"), rows);
        return 0;
    }

    @Command(
            name = "add",
            description = "Keep a domain that a TXT record _warren.DOMAIN shows to be yours.")
    int add(@Parameters(paramLabel = "DOMAIN") String domain) {
        String host = domain.toLowerCase(Locale.ROOT);
        if (!host.matches("(?=.{4,253}$)([a-z0-9_-]{1,63}\\.)+[a-z][a-z0-9-]{1,62}")) {
            return context.output()
                    .fail("invalid", "not a domain (expected: the form my.example.com)");
        }
        Optional<Refused> unproven = rules.unproven(connection(), host);
        if (unproven.isPresent()) {
            return context.output().fail("unproven", unproven.get().sentence());
        }
        return act(() -> {
            book.claim(caller(), host);
            watch.remember(caller(), connection().fingerprint(), host);
            return "added " + host;
        });
    }

    @Command(name = "rm", description = "Give a domain back.")
    int rm(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "another account's (administrators)")
                    @Nullable String user) {
        String host = domain.toLowerCase(Locale.ROOT);
        if (user == null || user.equals(caller().name().value())) {
            return act(() -> {
                book.disclaim(caller(), host);
                return "removed " + host;
            });
        }
        return caller().isAdmin()
                ? removeOf(user, host)
                : context.output()
                        .fail("forbidden", "only administrators remove domains of other accounts");
    }

    private int removeOf(String user, String host) {
        Optional<Account> owner =
                AccountName.isValid(user)
                        ? people.account(new AccountName(user))
                        : Optional.empty();
        if (owner.isEmpty()) {
            return context.output().fail("not-found", "there is no account " + Plain.text(user));
        }
        return act(() -> {
            book.disclaim(owner.get(), host);
            audit.record(caller().name().value(), "domain.remove", host, "owner=" + user);
            return "removed " + host;
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

    private SshConnection connection() {
        return context.connection();
    }

    private Account caller() {
        return connection().account();
    }
}
