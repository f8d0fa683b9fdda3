package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {

    @TempDir Path folder;

    @Test
    void makesThreeKeysOnceForTheOwnerOnly() throws IOException {
        Path keys = folder.resolve("ssh");

        List<KeyPair> first = HostKeys.loadOrCreate(keys, Runnable::run);
        List<KeyPair> second = HostKeys.loadOrCreate(keys, Runnable::run);

        assertThat(first.stream().map(pair -> KeyUtils.getKeyType(pair.getPublic())))
                .containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa");
        assertThat(second.stream().map(pair -> KeyUtils.getFingerPrint(pair.getPublic())))
                .isEqualTo(
                        first.stream()
                                .map(pair -> KeyUtils.getFingerPrint(pair.getPublic()))
                                .toList());
        try (var files = Files.list(keys)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void opensWithoutRsaKeyThatIsMadeMeanwhile() throws IOException {
        List<Runnable> later = new ArrayList<>();

        List<KeyPair> keys = HostKeys.loadOrCreate(folder, later::add);

        assertThat(keys.stream().map(pair -> KeyUtils.getKeyType(pair.getPublic())))
                .containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256");
        assertThat(later).hasSize(1);
    }

    @Test
    void refusesFileThatIsNoKeyAndLeavesItAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("ssh_host_ed25519_key"), "not a key");

        assertThatThrownBy(() -> HostKeys.loadOrCreate(folder, Runnable::run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("expected: one unencrypted ssh-ed25519 private key");
        assertThat(file).hasContent("not a key");
    }
}
