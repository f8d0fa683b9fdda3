package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplyOrderTest {

    private final ReplyOrder order = new ReplyOrder(3);
    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    private void blocked() {
        try {
            assertThat(gate.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void doesRequestsOneByOneInOrder() throws InterruptedException {
        order.submit(this::blocked);
        order.submit(() -> done.add(1));
        order.submit(() -> done.add(2));
        assertThat(order.isIdle()).isFalse();
        assertThat(order.awaitIdle(Duration.ofMillis(20))).isFalse();

        gate.countDown();

        assertThat(order.awaitIdle(Duration.ofSeconds(5))).isTrue();
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void refusesMoreThanItHolds() {
        order.submit(this::blocked);
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            taken += order.submit(() -> done.add(0)) ? 1 : 0;
        }

        assertThat(taken).isBetween(2, 3);
        gate.countDown();
    }

    @Test
    void finishForgetsWhatWaitsButNotTheLast() throws InterruptedException {
        order.submit(this::blocked);
        order.submit(() -> done.add(1));

        order.finish(() -> done.add(9));
        gate.countDown();

        assertThat(order.awaitIdle(Duration.ofSeconds(5))).isTrue();
        assertThat(done).containsExactly(9);
        assertThat(order.submit(() -> done.add(2))).isFalse();
    }
}
