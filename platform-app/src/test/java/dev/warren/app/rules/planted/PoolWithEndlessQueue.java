package dev.warren.app.rules.planted;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Has a pool whose queue has no bound. */
public final class PoolWithEndlessQueue {

    ExecutorService pool() {
        return Executors.newFixedThreadPool(2);
    }
}
