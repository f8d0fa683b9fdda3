package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import java.util.function.Function;

/**
 * A word behind {@code feeds}.
 *
 * @param name the word
 * @param create makes the picocli command for one call
 */
record FeedsSubcommand(String name, Function<CommandContext, Object> create) {}
