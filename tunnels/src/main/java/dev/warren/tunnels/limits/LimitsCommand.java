package dev.warren.tunnels.limits;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.tunnels.policy.Allowance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels limits}. */
@Command(
        name = "limits",
        description = "Show what your tunnels may do together; administrators change it.")
final class LimitsCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of("what", "limit", "from");

    /** What the command is made with. */
    record Parts(LimitBook book, People people, AuditLog audit, int usualTunnels) {}

    private final Parts parts;
    private final CommandContext context;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description =
                    "tunnels=, streams=, requests= (a second) or bandwidth= (such as 1MB, a"
                            + " second) with a value, none or default (administrators)")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "another account's (administrators)")
    private @Nullable String user;

    LimitsCommand(Parts parts, CommandContext context) {
        this.parts = parts;
        this.context = context;
    }

    @Override
    public Integer call() {
        Account caller = context.connection().account();
        boolean others = user != null && !user.equals(caller.name().value());
        if ((others || !words.isEmpty()) && !caller.isAdmin()) {
            return context.output()
                    .fail("forbidden", "only administrators change limits and see those of others");
        }
        Optional<Account> whose =
                user == null
                        ? Optional.of(caller)
                        : AccountName.isValid(user)
                                ? parts.people.account(new AccountName(user))
                                : Optional.empty();
        if (whose.isEmpty()) {
            return context.output().fail("not-found", "there is no account " + user);
        }
        return words.isEmpty() ? show(whose.get()) : change(caller, whose.get());
    }

    private int change(Account caller, Account whose) {
        OwnLimits limits = parts.book.said(whose.id());
        for (String word : words) {
            Optional<OwnLimits> next = LimitWords.over(limits, word);
            if (next.isEmpty()) {
                return context.output()
                        .fail("usage", "%s (expected: %s)".formatted(word, LimitWords.EXPECTED));
            }
            limits = next.get();
        }
        try {
            parts.book.put(whose.id(), limits);
        } catch (DataAccessException | TransactionException away) {
            return context.output()
                    .fail("unavailable", "the database does not answer; try again in a minute");
        }
        parts.audit.record(
                caller.name().value(), "limits.set", whose.name().value(), String.join(" ", words));
        return show(whose);
    }

    private int show(Account whose) {
        Allowance now = parts.book.allowed(whose.id());
        OwnLimits said = parts.book.said(whose.id());
        int tunnels = now.tunnels() == 0 ? parts.usualTunnels : now.tunnels();
        context.output()
                .table(
                        COLUMNS,
                        List.of(
                                row("tunnels", tunnels, said.tunnels()),
                                row("streams", now.streams(), said.streams()),
                                row("requests", now.requests(), said.requests()),
                                row("bandwidth", now.bytes(), said.bytes())));
        return 0;
    }

    private static List<?> row(String what, long limit, @Nullable Number said) {
        return List.of(
                what,
                limit == 0 ? "none" : Long.toString(limit),
                said == null ? "settings" : "administrator");
    }
}
