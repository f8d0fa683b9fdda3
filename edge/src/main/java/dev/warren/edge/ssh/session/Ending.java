package dev.warren.edge.ssh.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a session is over: its client is gone, has interrupted, or the server stops. */
public final class Ending {

    private final CountDownLatch over = new CountDownLatch(1);

    void end() {
        over.countDown();
    }

    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits for the end, which comes with the end of the connection at the latest. */
    void await() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = over.await(1, TimeUnit.HOURS);
        }
    }
}
