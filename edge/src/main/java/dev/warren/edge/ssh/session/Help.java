package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.CommandOutput;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.SshConnection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code help}: the commands and folders that a caller can use. */
final class Help {

    static final String NAME = "help";
    private static final String SUMMARY = "list the commands, or explain one: help COMMAND";

    private final CommandRunner runner;
    private final List<FileDrop> drops;

    Help(CommandRunner runner, List<FileDrop> drops) {
        this.runner = runner;
        this.drops = List.copyOf(drops);
    }

    int run(List<String> arguments, SshConnection caller, SessionIo io) {
        List<String> topics =
                arguments.stream().filter(word -> !word.startsWith("-")).limit(2).toList();
        CommandOutput output = CommandRunner.output(io, CommandRunner.wantsJson(arguments));
        if (topics.isEmpty() || topics.getFirst().equals(NAME)) {
            list(caller, io, output);
            return ExitStatus.OK;
        }
        return runner.find(topics.getFirst(), caller)
                .map(command -> runner.run(command, List.of("--help"), caller, io))
                .orElseGet(() -> unknown(topics.getFirst(), caller, io, output));
    }

    /** Says that there is no such command, and which there are. */
    int unknown(String name, SshConnection caller, SessionIo io, CommandOutput output) {
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        output.fail("unknown-command", "there is no command '%s'".formatted(shown));
        if (!output.json()) {
            io.err().println();
            print(io.err(), caller);
            io.err().flush();
        }
        return ExitStatus.USAGE;
    }

    /** The same commands to choose from. */
    Menu menu(SshConnection caller, SessionIo io) {
        return new Menu(caller, runner, io);
    }

    private void list(SshConnection caller, SessionIo io, CommandOutput output) {
        if (output.json()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(NAME, SUMMARY));
            for (SshCommand command : runner.visibleTo(caller)) {
                rows.add(List.of(command.name(), command.summary()));
            }
            output.table(List.of("command", "summary"), rows);
        } else {
            print(io.out(), caller);
            io.out().flush();
        }
    }

    void print(PrintWriter to, SshConnection caller) {
        to.println("Commands (every one takes --json and --help):");
        to.printf("  %-12s %s\n", NAME, SUMMARY);
        for (SshCommand command : runner.visibleTo(caller)) {
            to.printf("  %-12s %s\n", command.name(), command.summary());
        }
        if (!drops.isEmpty()) {
            to.println();
            to.println("Copy files in with scp or sftp:");
            for (FileDrop drop : drops) {
                to.printf("  %-12s %s\n", drop.folder() + "/", drop.summary());
            }
        }
        to.println();
        to.println("Open a tunnel:");
        to.println("  ssh -R web:80:localhost:3000 HOST     a web server, by name");
        to.println("  ssh -R 0:localhost:5432 HOST          any TCP service, on a port");
    }
}
