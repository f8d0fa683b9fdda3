package dev.warren.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An ed25519 key pair in two files, made by {@code ssh-keygen}, without a passphrase. */
public record SshKey(Path privateFile) {

    public static SshKey make(Workspace workspace, String name) {
        Path file = workspace.file(name);
        Programs.run(
                workspace,
                "ssh-keygen",
                List.of(
                        Programs.need("ssh-keygen", "openssh-client").toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        name,
                        "-f",
                        file.toString()),
                Duration.ofSeconds(10));
        return new SshKey(file);
    }

    public Path publicFile() {
        return Path.of(privateFile + ".pub");
    }
}
