package dev.warren.registry.upkeep;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many bytes a second, and none after {@code stop}. Confined to one thread. */
final class SteadyPace implements Hashing.Pace {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesASecond;
    private final CountDownLatch stop;
    private final LongSupplier nanos;
    private long due;

    /** {@code nanos}: as {@link System#nanoTime}. */
    SteadyPace(long bytesASecond, CountDownLatch stop, LongSupplier nanos) {
        this.bytesASecond = bytesASecond;
        this.stop = stop;
        this.nanos = nanos;
        this.due = nanos.getAsLong();
    }

    @Override
    public void read(int bytes) throws InterruptedException {
        long now = nanos.getAsLong();
        // what was not used in the past is not made up for
        due = Math.max(due, now) + (long) ((double) bytes / bytesASecond * SECOND);
        if (stop.await(due - now, TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the registry stops");
        }
    }
}
