package dev.warren.edge.ssh.server;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that gives back who called it, and with what. */
@Command(name = "echo", description = "Say the words again.")
final class Echo implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(description = "the words")
    private List<String> words = List.of();

    @Option(names = "--fail", description = "fail with this sentence")
    private @Nullable String failure;

    private Echo(CommandContext context) {
        this.context = context;
    }

    static SshCommand command() {
        return new SshCommand("echo", "say the words again", false, Echo::new);
    }

    @Override
    public Integer call() {
        if (failure != null) {
            return context.output().fail("asked-for", failure);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("account", context.connection().account().name().value());
        fields.put("options", context.connection().loginOptions());
        fields.put("words", words);
        context.output().object(fields);
        return 0;
    }
}
