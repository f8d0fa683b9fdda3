package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import java.util.function.Function;

/**
 * A word behind {@code feeds} that a part of this module contributes, as a bean.
 *
 * @param name the word
 * @param create makes the picocli command for one call
 */
public record FeedsSubcommand(String name, Function<CommandContext, Object> create) {}
