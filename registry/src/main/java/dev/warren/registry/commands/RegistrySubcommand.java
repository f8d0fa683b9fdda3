package dev.warren.registry.commands;

import dev.warren.edge.ssh.CommandContext;
import java.util.function.Function;

/**
 * A word behind {@code registry} that a part of this module contributes, as a bean.
 *
 * @param name the word
 * @param create makes the picocli command for one call
 */
public record RegistrySubcommand(String name, Function<CommandContext, Object> create) {}
