package dev.warren.edge.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.net.ChargedReads;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class PlainReadsTest {

    private final MemoryBudget budget = MemoryBudget.root("test", 64 * 1024);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Reads asked = new Reads();
    private final ChargedReads reads = ChargedReads.install(channel, budget);
    private final ChannelHandlerContext decrypted;

    PlainReadsTest() {
        channel.pipeline().addLast("tls", asked).addLast(new PlainReads(reads::payer));
        decrypted = channel.pipeline().context("tls");
    }

    private ByteBuf record(int length) {
        return channel.alloc().directBuffer(16 * 1024).writeZero(length);
    }

    @Test
    void makesOnePieceOfManySmallRecords() {
        for (int i = 0; i < 1000; i++) {
            decrypted.fireChannelRead(record(1));
        }
        decrypted.fireChannelReadComplete();

        ByteBuf piece = channel.readInbound();
        assertThat(piece.readableBytes()).isEqualTo(1000);
        assertThat((Object) channel.readInbound()).isNull();
        assertThat(budget.used()).isEqualTo(1000);
        piece.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void keepsTheOrderOfSmallAndLargeRecords() {
        decrypted.fireChannelRead(record(10));
        decrypted.fireChannelRead(record(16 * 1024));
        decrypted.fireChannelRead(record(20));
        decrypted.fireChannelReadComplete();

        for (int expected : new int[] {10, 16 * 1024, 20}) {
            ByteBuf piece = channel.readInbound();
            assertThat(piece.readableBytes()).isEqualTo(expected);
            piece.release();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void readsNoMoreUntilWhatTheBudgetHadNoRoomForWasTaken() {
        assertThat(budget.tryAcquire(64 * 1024)).isTrue();
        decrypted.fireChannelRead(record(16 * 1024));
        decrypted.fireChannelReadComplete();
        ByteBuf unpaid = channel.readInbound();

        channel.read();
        assertThat(asked.count).isZero();

        unpaid.release();
        channel.runPendingTasks();
        assertThat(asked.count).isEqualTo(1);
        assertThat(budget.used()).isEqualTo(64 * 1024);
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
        }
    }
}
