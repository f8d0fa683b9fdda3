package dev.warren.core.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path folder;

    @Test
    void opensWhatItSealedForTheSamePlace() throws SecretException {
        SecretBox box = box("a");

        byte[] sealed = box.seal(secret(), "table/row");

        assertThat(new String(sealed, UTF_8)).doesNotContain("private");
        assertThat(box.open(sealed, "table/row")).isEqualTo(secret());
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        SecretBox box = box("a");

        assertThat(box.seal(secret(), "x")).isNotEqualTo(box.seal(secret(), "x"));
    }

    @Test
    void refusesAnotherPlace() {
        SecretBox box = box("a");
        byte[] sealed = box.seal(secret(), "table/row");

        assertThatThrownBy(() -> box.open(sealed, "table/other"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("table/other: cannot be decrypted")
                .hasMessageContaining("warren.secrets.key-file");
    }

    @Test
    void refusesAnotherKey() {
        byte[] sealed = box("a").seal(secret(), "x");

        assertThatThrownBy(() -> box("b").open(sealed, "x")).isInstanceOf(SecretException.class);
    }

    @Test
    void refusesEveryChangedByte() {
        SecretBox box = box("a");
        byte[] sealed = box.seal(secret(), "x");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, "x")).isInstanceOf(SecretException.class);
        }
        assertThatThrownBy(() -> box.open(new byte[5], "x")).isInstanceOf(SecretException.class);
    }

    @Test
    void derivesTheSameKeyForTheSamePurposeOnly() {
        SecretBox box = box("a");

        assertThat(box.derive("x")).hasSize(32).isEqualTo(box("a").derive("x"));
        assertThat(box.derive("y")).isNotEqualTo(box.derive("x"));
        assertThat(box("b").derive("x")).isNotEqualTo(box.derive("x"));
    }

    @Test
    void makesAKeyFileForItsOwnerOnlyAndKeepsIt() throws Exception {
        byte[] sealed = box("a").seal(secret(), "x");
        Path file = folder.resolve("a/secrets.key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(box("a").open(sealed, "x")).isEqualTo(secret());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all!"})
    void refusesAFileThatHoldsNoKey(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.key"), text);

        assertThatThrownBy(() -> KeyFile.open(file, RANDOM))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("warren.secrets.key-file: " + file)
                .hasMessageContaining("expected: a file with 32 bytes in base64");
    }

    private SecretBox box(String name) {
        return KeyFile.open(folder.resolve(name).resolve("secrets.key"), RANDOM);
    }

    private static byte[] secret() {
        return "private key".getBytes(UTF_8);
    }
}
