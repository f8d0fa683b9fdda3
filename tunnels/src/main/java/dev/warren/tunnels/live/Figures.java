package dev.warren.tunnels.live;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What was counted under one name; only ever grows. Thread-safe. */
public final class Figures {

    private static final int CLASSES = 5;

    private final LongAdder streams = new LongAdder();
    private final LongAdder fromVisitors = new LongAdder();
    private final LongAdder toVisitors = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder[] statuses =
            Stream.generate(LongAdder::new).limit(CLASSES).toArray(LongAdder[]::new);

    /**
     * What they were at one moment, or what came between two.
     *
     * @param streams connections to the tunnel's server
     * @param fromVisitors bytes of all of them
     * @param toVisitors bytes of all of them
     * @param requests answered, in HTTP
     * @param succeeded answered with 1xx or 2xx
     * @param redirected answered with 3xx
     * @param refused answered with 4xx
     * @param failed answered with 5xx
     */
    public record Sums(
            long streams,
            long fromVisitors,
            long toVisitors,
            long requests,
            long succeeded,
            long redirected,
            long refused,
            long failed) {

        public static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0, 0, 0);

        /** These and {@code more}. */
        public Sums plus(Sums more) {
            return new Sums(
                    streams + more.streams,
                    fromVisitors + more.fromVisitors,
                    toVisitors + more.toVisitors,
                    requests + more.requests,
                    succeeded + more.succeeded,
                    redirected + more.redirected,
                    refused + more.refused,
                    failed + more.failed);
        }

        /** These without {@code earlier}. */
        public Sums minus(Sums earlier) {
            return new Sums(
                    streams - earlier.streams,
                    fromVisitors - earlier.fromVisitors,
                    toVisitors - earlier.toVisitors,
                    requests - earlier.requests,
                    succeeded - earlier.succeeded,
                    redirected - earlier.redirected,
                    refused - earlier.refused,
                    failed - earlier.failed);
        }
    }

    void stream() {
        streams.increment();
    }

    void fromVisitors(int bytes) {
        fromVisitors.add(bytes);
    }

    void toVisitors(int bytes) {
        toVisitors.add(bytes);
    }

    /** A request was answered with {@code status}; 0 when it was cut off before. */
    void request(int status) {
        requests.increment();
        statuses[Math.clamp(status / 100 - 1, 0, CLASSES - 1)].increment();
    }

    public Sums sums() {
        long[] answers = Arrays.stream(statuses).mapToLong(LongAdder::sum).toArray();
        return new Sums(
                streams.sum(),
                fromVisitors.sum(),
                toVisitors.sum(),
                requests.sum(),
                answers[0] + answers[1],
                answers[2],
                answers[3],
                answers[4]);
    }
}
