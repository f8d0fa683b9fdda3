package dev.warren.edge.ssh.commands;

import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import dev.warren.edge.ssh.CommandContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keys ls}, {@code keys add} and {@code keys rm}. */
@Command(name = "keys", description = "List, add and remove the SSH keys that log in as you.")
final class KeysCommand extends PeopleCommand {

    private static final int MAX_INPUT = 16 * 1024;

    KeysCommand(People people, CommandContext context) {
        super(people, context);
    }

    @Command(name = "ls", description = "List your keys; * marks the one you use now.")
    int ls() {
        String current = context.connection().fingerprint();
        List<List<Object>> rows =
                people.keys().list(caller()).stream().map(key -> row(key, current)).toList();
        context.output().table(List.of("fingerprint", "type", "comment", "added", "current"), rows);
        return 0;
    }

    private static List<Object> row(RegisteredKey key, String current) {
        String type = (key.key().certAuthority() ? "cert-authority " : "") + key.key().type();
        return List.of(
                key.fingerprint(),
                type,
                key.key().comment(),
                key.addedAt(),
                key.fingerprint().equals(current));
    }

    @Command(
            name = "add",
            description =
                    "Add a key, given as words or on standard input: ssh HOST keys add < id.pub")
    int add(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "KEY",
                            description = "[cert-authority] TYPE BASE64 [COMMENT]")
                    List<String> words)
            throws IOException {
        String line = words == null || words.isEmpty() ? fromInput() : String.join(" ", words);
        RegisteredKey added = people.keys().add(caller(), PublicKeyText.parse(line));
        context.output().say("added " + added.fingerprint());
        return 0;
    }

    private String fromInput() throws IOException {
        if (context.terminal()) {
            throw new PeopleException(
                    PeopleException.Code.INVALID,
                    "there is no key (expected: keys add KEY, or ssh -T HOST keys add < id.pub)");
        }
        byte[] bytes = context.input().readNBytes(MAX_INPUT);
        List<String> lines =
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        if (lines.size() != 1) {
            throw new PeopleException(
                    PeopleException.Code.INVALID,
                    "there are %d keys on the standard input (expected: 1; copy files with several to keys/)"
                            .formatted(lines.size()));
        }
        return lines.getFirst();
    }

    @Command(name = "rm", description = "Remove a key; connections made with it are closed.")
    int rm(
            @Parameters(
                            paramLabel = "FINGERPRINT",
                            description = "SHA256:… or enough of it to be the only one")
                    String fingerprint) {
        people.keys().remove(caller(), fingerprint);
        context.output().say("removed " + fingerprint);
        return 0;
    }
}
