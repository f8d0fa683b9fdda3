package dev.warren.tunnels.ssh;

import dev.warren.edge.ssh.CommandContext;
import java.util.function.Function;

/**
 * A word behind {@code tunnels} that a part of this module contributes, as a bean.
 *
 * @param name the word
 * @param create makes the picocli command for one call
 */
public record TunnelSubcommand(String name, Function<CommandContext, Object> create) {}
