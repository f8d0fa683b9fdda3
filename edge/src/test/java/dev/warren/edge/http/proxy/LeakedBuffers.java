package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/** Fails a test for buffers that nobody released. */
final class LeakedBuffers {

    void start() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(ResourceLeakDetectorFactory.instance().newResourceLeakDetector(ByteBuf.class, 1))
                .isInstanceOf(LeakDetector.class);
        LeakDetector.FOUND.clear();
    }

    /** Collects garbage, lets the detector look, and fails when something was found. */
    void check() {
        for (int i = 0; i < 2; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        assertThat(LeakDetector.FOUND).isEmpty();
    }
}
