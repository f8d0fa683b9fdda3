package dev.warren.edge.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final AtomicInteger freed = new AtomicInteger();

    private static void data(Inbox inbox, String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        inbox.data(UnpooledByteBufAllocator.DEFAULT, bytes);
        bytes.release();
    }

    private static String read(Inbox inbox) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf next = inbox.poll(); next != null; next = inbox.poll()) {
            all.append(next.toString(StandardCharsets.US_ASCII)).append('|');
            next.release();
        }
        return all.toString();
    }

    @Test
    void putsSmallFramesTogetherIntoOneChunk() {
        Inbox inbox = new Inbox(true, freed::addAndGet);
        inbox.head(Unpooled.copiedBuffer("head", StandardCharsets.US_ASCII));
        for (int i = 0; i < 16; i++) {
            data(inbox, "x");
        }
        inbox.end(Unpooled.copiedBuffer("end", StandardCharsets.US_ASCII));

        assertThat(inbox.isOver()).isFalse();
        assertThat(read(inbox)).isEqualTo("head|10\r\nxxxxxxxxxxxxxxxx\r\n|end|");
        assertThat(inbox.isOver()).isTrue();
        assertThat(freed).hasValue(16);
    }

    @Test
    void keepsLargeFramesApart() {
        Inbox inbox = new Inbox(false, freed::addAndGet);
        data(inbox, "a".repeat(4000));
        data(inbox, "b".repeat(4000));

        assertThat(read(inbox)).isEqualTo("a".repeat(4000) + "|" + "b".repeat(4000) + "|");
    }

    @Test
    void givesBackWhatItDropsWhenClosed() {
        Inbox inbox = new Inbox(true, freed::addAndGet);
        data(inbox, "unread");
        inbox.close();
        data(inbox, "late");

        assertThat(freed).hasValue(10);
        assertThat(read(inbox)).isEmpty();
    }
}
