package dev.warren.edge.ssh.session;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.SshConnection;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Runs the commands that modules contribute, each with {@code --json} and {@code --help}. */
public final class CommandRunner {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final String JSON = "--json";
    private static final int USAGE_WIDTH = 78;

    private final Map<String, SshCommand> commands;
    private final People people;

    /**
     * @param people tells whether a caller is an administrator now; it may have changed since
     *     log-in
     * @throws IllegalStateException when two commands have the same name
     */
    public CommandRunner(List<SshCommand> commands, People people) {
        this.people = people;
        this.commands =
                commands.stream()
                        .collect(
                                Collectors.toMap(
                                        SshCommand::name,
                                        command -> command,
                                        (a, b) -> {
                                            throw new IllegalStateException(
                                                    "command: %s twice (expected: unique names)"
                                                            .formatted(a.name()));
                                        },
                                        TreeMap::new));
    }

    /** The commands that a caller may run, by name. */
    List<SshCommand> visibleTo(SshConnection caller) {
        return commands.values().stream()
                .filter(command -> !command.adminOnly() || isAdmin(caller))
                .toList();
    }

    /** The same as a menu shows them. */
    List<MenuItem> items(SshConnection caller, SessionIo io) {
        return visibleTo(caller).stream()
                .map(command ->
                        MenuItem.of(
                                List.of(command.name()),
                                command.summary(),
                                prepare(command, new Context(caller, output(io, false), io))))
                .toList();
    }

    Optional<SshCommand> find(String name, SshConnection caller) {
        return Optional.ofNullable(commands.get(name))
                .filter(command -> !command.adminOnly() || isAdmin(caller));
    }

    private boolean isAdmin(SshConnection caller) {
        return people.account(caller.account().name()).filter(Account::isAdmin).isPresent();
    }

    static boolean wantsJson(List<String> words) {
        return words.contains(JSON);
    }

    /** Runs {@code command} with the words after its name. */
    int run(SshCommand command, List<String> arguments, SshConnection caller, SessionIo io) {
        CommandOutput output = output(io, wantsJson(arguments));
        CommandLine line = prepare(command, new Context(caller, output, io));
        line.setOut(io.out()).setErr(io.err());
        line.setParameterExceptionHandler((bad, _) -> usage(bad, output, io));
        line.setExecutionExceptionHandler((broken, _, _) -> failed(command, broken, output));
        int status = line.execute(arguments.toArray(String[]::new));
        io.out().flush();
        io.err().flush();
        return status;
    }

    static CommandOutput output(SessionIo io, boolean json) {
        return json ? new JsonOutput(io) : new TextOutput(io);
    }

    private static CommandLine prepare(SshCommand command, CommandContext context) {
        CommandLine line = new CommandLine(command.create().apply(context));
        line.setCommandName(command.name());
        line.setExpandAtFiles(false);
        line.setInterpolateVariables(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(USAGE_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        addOptions(line);
        return line;
    }

    private static void addOptions(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addOption(
                OptionSpec.builder(JSON).type(boolean.class).description("print JSON").build());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("print this help")
                        .build());
        line.getSubcommands().values().forEach(CommandRunner::addOptions);
    }

    private static int usage(ParameterException bad, CommandOutput output, SessionIo io) {
        output.fail("usage", String.valueOf(bad.getMessage()));
        if (!output.json()) {
            bad.getCommandLine().usage(io.err(), Ansi.OFF);
        }
        return ExitStatus.USAGE;
    }

    private static int failed(SshCommand command, Exception broken, CommandOutput output) {
        if (broken instanceof PeopleException refused) {
            return output.fail(refused.word(), refused.getMessage());
        }
        LOG.warn("ssh command failed command={}", command.name(), broken);
        return output.fail("internal", "the command failed; the server's log says why");
    }

    private record Context(SshConnection connection, CommandOutput output, SessionIo io)
            implements CommandContext {

        @Override
        public InputStream input() {
            return io.in();
        }

        @Override
        public boolean terminal() {
            return io.terminal();
        }

        @Override
        public boolean cancelled() {
            return io.ending().isOver();
        }
    }
}
