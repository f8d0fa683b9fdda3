package dev.warren.app.lab;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A network line that several transfers share, for machines whose loopback is faster than any line
 * to them. Whoever passes bytes waits until the line has carried them. Thread-safe.
 */
public final class Line {

    /** As fast as the machine is. */
    public static final Line ENDLESS = new Line(0);

    private static final double BITS = 8;
    private static final double NANOS_OF_MEGABIT = 1_000;

    /** Nobody sleeps for less: clocks are not that exact. */
    private static final long GRAIN = Duration.ofMillis(2).toNanos();

    /** What the line may catch up on after a pause. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final double nanosOfByte;

    /** When all that was passed is carried. Guarded by this. */
    private long free = System.nanoTime();

    private Line(int megabits) {
        this.nanosOfByte = megabits == 0 ? 0 : BITS * NANOS_OF_MEGABIT / megabits;
    }

    /** A line of so many megabits a second, 0 for one without a limit. */
    public static Line of(int megabits) {
        return megabits == 0 ? ENDLESS : new Line(megabits);
    }

    InputStream receiving(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int got = super.read(bytes, offset, length);
                carry(got);
                return got;
            }
        };
    }

    OutputStream sending(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                carry(length);
                out.write(bytes, offset, length);
            }
        };
    }

    /** Waits until the line has carried so many bytes. */
    public void carry(int bytes) {
        if (nanosOfByte == 0 || bytes <= 0) {
            return;
        }
        long wait = book((long) (bytes * nanosOfByte));
        if (wait > GRAIN) {
            Waiting.pass(Duration.ofNanos(wait));
        }
    }

    private synchronized long book(long nanos) {
        long now = System.nanoTime();
        free = Math.max(free, now - SLACK) + nanos;
        return free - now;
    }
}
