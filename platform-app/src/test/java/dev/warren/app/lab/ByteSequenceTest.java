package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteSequenceTest {

    private static final int SIZE = 3_000_000;

    private static byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteSequence.write(out, SIZE);
        return out.toByteArray();
    }

    private static long right(byte[] bytes) throws IOException {
        return ByteSequence.readMatching(new ByteArrayInputStream(bytes), SIZE);
    }

    @Test
    void acceptsExactlyWhatWasWritten() throws IOException {
        assertThat(bytes()).hasSize(SIZE);
        assertThat(right(bytes())).isEqualTo(SIZE);
    }

    @Test
    void findsTheFirstWrongByte() throws IOException {
        byte[] bytes = bytes();
        bytes[2_345_678] ^= 1;

        assertThat(right(bytes)).isEqualTo(2_345_678);
    }

    @Test
    void countsUpToAnEarlyEnd() throws IOException {
        assertThat(right(Arrays.copyOf(bytes(), SIZE - 1))).isEqualTo(SIZE - 1);
    }

    @Test
    void noticesAPacketThatWasLost() throws IOException {
        byte[] bytes = bytes();
        int packet = 32 << 10;
        System.arraycopy(bytes, 40 * packet, bytes, 39 * packet, bytes.length - 40 * packet);

        assertThat(right(bytes)).isBetween(39L * packet, 39L * packet + 8);
    }
}
