package dev.warren.edge.ssh;

import java.util.function.Function;

/**
 * A command that a module contributes to the SSH door, as a bean. {@code --json} and {@code --help}
 * are added to it and to each of its subcommands.
 *
 * @param name the first word
 * @param summary one line for {@code help}
 * @param adminOnly whether only admins see and run it
 * @param create makes the picocli command (an object annotated {@code @Command}, a {@code
 *     Callable<Integer>} whose result is the exit status; subcommands allowed) for one call. It
 *     runs on a virtual thread and may block
 */
public record SshCommand(
        String name, String summary, boolean adminOnly, Function<CommandContext, Object> create) {}
