package dev.warren.tunnels.traffic;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.tunnels.live.Figures.Sums;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels stats}. */
@Command(name = "stats", description = "Show what your tunnels carried, all in all.")
final class StatsCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of(
                    "name",
                    "since",
                    "until",
                    "streams",
                    "received",
                    "sent",
                    "requests",
                    "2xx",
                    "3xx",
                    "4xx",
                    "5xx");

    private final TrafficBook book;
    private final People people;
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "names with this text only")
    private @Nullable String text;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "another account's (administrators)")
    private @Nullable String user;

    StatsCommand(TrafficBook book, People people, CommandContext context) {
        this.book = book;
        this.people = people;
        this.context = context;
    }

    @Override
    public Integer call() {
        Account caller = context.connection().account();
        Optional<Account> whose = user == null ? Optional.of(caller) : named(user);
        if (user != null && !caller.isAdmin() && !user.equals(caller.name().value())) {
            return context.output()
                    .fail("forbidden", "only administrators see the tunnels of other accounts");
        }
        if (whose.isEmpty()) {
            return context.output().fail("not-found", "there is no account " + user);
        }
        try {
            context.output().table(COLUMNS, rows(whose.get().id()));
            return 0;
        } catch (DataAccessException | TransactionException away) {
            return context.output()
                    .fail("unavailable", "the database does not answer; try again in a minute");
        }
    }

    private Optional<Account> named(String name) {
        return AccountName.isValid(name) ? people.account(new AccountName(name)) : Optional.empty();
    }

    private List<List<?>> rows(long account) {
        String wanted = text == null ? "" : text;
        return book.of(account).stream()
                .filter(row -> row.name().contains(wanted))
                .<List<?>>map(StatsCommand::row)
                .toList();
    }

    private static List<?> row(TrafficRow row) {
        Sums sums = row.sums();
        return List.of(
                row.name(),
                row.since().toString(),
                row.until().toString(),
                sums.streams(),
                sums.fromVisitors(),
                sums.toVisitors(),
                sums.requests(),
                sums.succeeded(),
                sums.redirected(),
                sums.refused(),
                sums.failed());
    }
}
