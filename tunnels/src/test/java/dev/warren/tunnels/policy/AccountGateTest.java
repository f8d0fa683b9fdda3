package dev.warren.tunnels.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountGateTest {

    private final AccountGate gate = new AccountGate(Allowance.ALL);
    private final EmbeddedChannel stream = new EmbeddedChannel();
    private final AccountGate.Streams open = () -> List.of(stream);

    @AfterEach
    void end() {
        stream.finishAndReleaseAll();
    }

    private static Allowance bytes(long perSecond) {
        return new Allowance(0, 0, 0, perSecond);
    }

    private boolean isHeldBackAfter(int bytes) {
        stream.writeOutbound(Unpooled.wrappedBuffer(new byte[bytes]));
        stream.releaseOutbound();
        return !stream.isWritable();
    }

    @Test
    void aNewSpeedHoldsForStreamsThatAreOpen() {
        gate.watch(open);
        gate.prepare(stream);
        assertThat(isHeldBackAfter(1 << 20)).isFalse();

        gate.allow(bytes(10_240));
        stream.runPendingTasks();

        assertThat(isHeldBackAfter(10_240)).isTrue();
    }

    @Test
    void aSpeedThatIsTakenBackHoldsNobodyAnyMore() {
        gate.watch(open);
        gate.allow(bytes(10_240));
        gate.prepare(stream);

        gate.allow(bytes(100L << 20));
        gate.allow(Allowance.ALL);
        stream.runPendingTasks();

        assertThat(isHeldBackAfter(1 << 20)).isFalse();
    }
}
