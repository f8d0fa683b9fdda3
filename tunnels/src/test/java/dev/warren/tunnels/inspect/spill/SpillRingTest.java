package dev.warren.tunnels.inspect.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillRingTest {

    private static final int SIZE = 1 << 20;

    @TempDir Path folder;

    private final MemoryBudget budget = MemoryBudget.root("tunnels", 4 << 20);
    private final Random random = new Random(7);
    private SpillRing ring;

    @BeforeEach
    void open() throws IOException {
        ring = SpillRing.open(folder.resolve("ring"), SIZE, budget);
    }

    @AfterEach
    void close() throws IOException {
        ring.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void givesBodiesBackThatWereWrittenSideBySide() throws IOException {
        byte[] first = bytes(200_000);
        byte[] second = bytes(90_000);
        Spilled one = ring.begin();
        Spilled two = ring.begin();

        for (int at = 0; at < first.length; at += 10_000) {
            one.add(Unpooled.wrappedBuffer(first, at, 10_000));
            if (at < second.length) {
                two.add(Unpooled.wrappedBuffer(second, at, 10_000));
            }
        }

        assertThat(written(one, first.length)).isEqualTo(first);
        assertThat(written(two, second.length)).isEqualTo(second);
    }

    @Test
    void cutsLongBuffersAndLeavesThemAsTheyAre() throws IOException {
        byte[] bytes = bytes(150_000);
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        Spilled body = ring.begin();

        body.add(buffer);

        assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
        assertThat(written(body, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void theNewestOverwriteTheOldestAndSaySo() throws IOException {
        Spilled old = spill(bytes(100_000));
        Spilled.Reader begun = old.read();
        begun.next();
        for (int i = 0; i < 6; i++) {
            spill(bytes(200_000));
        }
        byte[] last = bytes(200_000);

        assertThat(read(spill(last).read())).isEqualTo(last);
        assertThatThrownBy(old::read).hasMessage("it has been overwritten by newer ones");
        assertThatThrownBy(begun::next).hasMessage("it has been overwritten by newer ones");
    }

    @Test
    void aBodyThatIsTooLongIsLost() throws IOException {
        Spilled body = spill(bytes(SIZE / 4));
        assertThat(body.isLost()).isFalse();

        body.add(Unpooled.wrappedBuffer(bytes(1)));

        assertThat(body.isLost()).isTrue();
        assertThatThrownBy(body::read).hasMessage("parts of it were lost");
    }

    @Test
    void bytesThatComeFasterThanTheDiskTakesThemAreLost() throws IOException {
        ring.close();
        Spilled body = ring.begin();

        body.add(Unpooled.wrappedBuffer(bytes(10)));

        assertThat(body.isLost()).isTrue();
    }

    @Test
    void nobodyElseFindsTheFile() {
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void needsMemoryForWhatWaits() {
        MemoryBudget small = MemoryBudget.root("small", 1 << 20);

        assertThatThrownBy(() -> SpillRing.open(folder.resolve("other"), SIZE, small))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("small");
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Spilled spill(byte[] bytes) {
        Spilled body = ring.begin();
        body.add(Unpooled.wrappedBuffer(bytes));
        await().until(() -> body.bytes() == bytes.length);
        return body;
    }

    private static byte[] written(Spilled body, int length) throws IOException {
        await().until(() -> body.bytes() == length);
        return read(body.read());
    }

    private static byte[] read(Spilled.Reader reader) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] run = reader.next(); run.length > 0; run = reader.next()) {
            all.writeBytes(run);
        }
        return all.toByteArray();
    }
}
