package dev.warren.app.rules.planted;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Queues without a bound. */
public final class EndlessQueue {

    BlockingQueue<String> queue() {
        return new LinkedBlockingQueue<>();
    }
}
