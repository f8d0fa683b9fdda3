package dev.warren.edge.ssh.session;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command as a menu shows it.
 *
 * @param words what would be typed to run it
 * @param summary one line
 * @param below its subcommands; when there are any, it does nothing itself
 * @param wanted how the words that it needs besides are written; empty when it runs without
 */
record MenuItem(List<String> words, String summary, List<MenuItem> below, String wanted) {

    static MenuItem of(List<String> words, String summary, CommandLine command) {
        List<MenuItem> below =
                command.getSubcommands().entrySet().stream()
                        .map(each ->
                                of(
                                        Stream.concat(words.stream(), Stream.of(each.getKey()))
                                                .toList(),
                                        summary(each.getValue()),
                                        each.getValue()))
                        .toList();
        boolean needy = !command.getCommandSpec().requiredArgs().isEmpty();
        return new MenuItem(
                words, summary, below, needy ? command.getHelp().synopsis(0).strip() : "");
    }

    private static String summary(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    String name() {
        return words.getLast();
    }
}
