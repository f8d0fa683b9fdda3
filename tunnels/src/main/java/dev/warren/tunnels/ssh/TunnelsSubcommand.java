package dev.warren.tunnels.ssh;

import dev.warren.edge.ssh.CommandContext;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A subcommand of {@code tunnels} that another room contributes, as a bean.
 *
 * @param name the word after {@code tunnels}
 * @param command makes the picocli command (an object annotated {@code @Command}) for one call
 */
public record TunnelsSubcommand(String name, Function<CommandContext, Object> command) {

    CommandSpec create(CommandContext context) {
        return CommandSpec.forAnnotatedObject(command.apply(context));
    }
}
