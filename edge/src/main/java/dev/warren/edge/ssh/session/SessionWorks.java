package dev.warren.edge.ssh.session;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.drop.DropFolders;
import dev.warren.edge.ssh.drop.ScpSink;
import dev.warren.edge.ssh.drop.SftpServer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides what a session does, by what its client asked for. */
public final class SessionWorks {

    /** {@code key=value}, or the same for one forward: {@code web:key=value}. */
    private static final Pattern OPTION =
            Pattern.compile(
                    "([A-Za-z0-9*][A-Za-z0-9.:/*-]{0,254}:)?[a-z][a-z0-9-]{0,63}=.*",
                    Pattern.DOTALL);

    private static final String JSON = "--json";

    private final CommandRunner runner;
    private final Help help;
    private final DropFolders drops;
    private final Optional<SessionHandler> handler;
    private final MemoryBudget budget;

    /**
     * @param handler takes options and says whether a session has something to show; without one
     *     there are only commands
     */
    public SessionWorks(
            CommandRunner runner,
            List<FileDrop> drops,
            Optional<SessionHandler> handler,
            MemoryBudget budget) {
        this.runner = runner;
        this.help = new Help(runner, drops);
        this.drops = new DropFolders(drops, budget);
        this.handler = handler;
        this.budget = budget;
    }

    Work shell(SessionHost host) {
        return host.restrictions()
                .command()
                .map(forced -> exec(host, forced))
                .orElseGet(() -> watch(host, List.of()));
    }

    Work exec(SessionHost host, String asked) {
        String line = host.restrictions().command().orElse(asked);
        if (line.length() > ExecLine.MAX_LENGTH) {
            return refuse(
                    "too-long",
                    "the command has %d characters (expected: at most %d)"
                            .formatted(line.length(), ExecLine.MAX_LENGTH));
        }
        return ExecLine.split(line)
                .map(words -> exec(host, words))
                .orElseGet(() ->
                        refuse(
                                "usage",
                                "the command cannot be read: a quote is not closed, or it"
                                        + " has too many words"));
    }

    /** The work of a subsystem; empty when there is none of that name. */
    Optional<Work> subsystem(SessionHost host, String name) {
        if (!name.equals("sftp") || host.restrictions().command().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(io -> new SftpServer(drops, host.connection(), io).run());
    }

    private Work exec(SessionHost host, List<String> words) {
        if (words.isEmpty()) {
            return io -> help.unknown("", host.connection(), io, new TextOutput(io));
        }
        String first = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        if (first.equals(Help.NAME) || first.equals("--help") || first.equals("-h")) {
            return io -> help.run(rest, host.connection(), io);
        }
        if (first.equals("scp")) {
            return io -> new ScpSink(drops, host.connection(), io).run(rest);
        }
        if (words.stream().allMatch(word -> word.equals(JSON) || OPTION.matcher(word).matches())) {
            return watch(host, words);
        }
        Optional<SshCommand> command = runner.find(first, host.connection());
        if (command.isPresent()) {
            return io -> runner.run(command.get(), rest, host.connection(), io);
        }
        return io -> {
            CommandOutput output = CommandRunner.output(io, CommandRunner.wantsJson(rest));
            return help.unknown(first, host.connection(), io, output);
        };
    }

    private Work watch(SessionHost host, List<String> words) {
        return new NewsWork(host, words, handler, help, budget);
    }

    private static Work refuse(String code, String sentence) {
        return io -> {
            new TextOutput(io).fail(code, sentence);
            return ExitStatus.USAGE;
        };
    }
}
