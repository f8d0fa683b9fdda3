package dev.warren.registry.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.store.BlobFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DiskRoomTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before each test
    private Path folder;

    private final List<Long> evicted = new ArrayList<>();
    private long half;

    @SuppressWarnings("NullAway.Init") // made before each test
    private DiskRoom room;

    @BeforeEach
    void open() throws IOException {
        BlobFiles files = BlobFiles.in(folder);
        half = files.free() / 2;
        room =
                new DiskRoom(
                        files,
                        DataSize.ofBytes(0),
                        (_, bytes) -> {
                            evicted.add(bytes);
                            return 0;
                        });
    }

    @Test
    void countsWhatWasPromisedAndNotWritten() {
        Room.Claim first = room.claim("a", half + half / 2).orElseThrow();
        assertThat(room.claim("a", half)).isEmpty();
        assertThat(evicted).as("what was missing").singleElement().isNotEqualTo(0L);

        first.written(half);
        assertThat(room.claim("a", half)).isPresent();
    }

    @Test
    void givesBackWhatIsNotWritten() {
        Room.Claim first = room.claim("a", half + half / 2).orElseThrow();
        first.written(10);
        first.close();
        first.close();

        assertThat(room.claim("a", half + half / 2)).isPresent();
        assertThat(room.makeRoom(1)).isFalse();
    }
}
