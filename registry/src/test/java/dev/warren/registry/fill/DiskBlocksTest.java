package dev.warren.registry.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBlocksTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before each test
    private Path folder;

    @Test
    void takesRoomAndLeavesTheLength() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");

        assertThat(DiskBlocks.take(file, 1 << 20)).isTrue();

        assertThat(file).hasSize(3).hasContent("abc");
    }

    @Test
    void saysWhenThereIsNoSuchRoom() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        long tooMuch = Files.getFileStore(folder).getTotalSpace() * 2;

        assertThat(DiskBlocks.take(file, tooMuch)).isFalse();
    }
}
