package dev.warren.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Bulk streams through one port to a {@link ByteServer}: a while without counting, then bytes that
 * arrived and CPU that the gateway used in the same time.
 *
 * @param server the far end
 * @param file what visitors send
 * @param warm time before counting
 * @param length time of counting
 */
public record BulkRun(ByteServer server, Path file, Duration warm, Duration length) {

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    /** Which way the bytes go, as the visitor sees it. */
    public enum Direction {
        DOWN,
        UP
    }

    /** Megabytes (10^6 bytes) a second, and CPU milliseconds of the gateway for each. */
    public record Result(double megabytesPerSecond, double cpuMillisPerMegabyte) {}

    /**
     * @param port where visitors come in
     * @param cpuSeconds the gateway's CPU so far
     */
    public Result measure(int port, Direction direction, int streams, DoubleSupplier cpuSeconds)
            throws IOException {
        LongAdder received = new LongAdder();
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < streams; i++) {
                open.add(connect(port, direction, received));
            }
            Waiting.pass(warm);
            return count(direction, received, cpuSeconds);
        } finally {
            for (SocketChannel stream : open) {
                stream.close();
            }
            Waiting.until(DRAIN_LIMIT, () -> server.streams() == 0);
        }
    }

    private Result count(Direction direction, LongAdder received, DoubleSupplier cpuSeconds) {
        long bytes = arrived(direction, received);
        double cpu = cpuSeconds.getAsDouble();
        long begin = System.nanoTime();
        Waiting.pass(length);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double megabytes = (arrived(direction, received) - bytes) / 1e6;
        double used = cpuSeconds.getAsDouble() - cpu;
        return new Result(megabytes / seconds, used * 1e3 / megabytes);
    }

    private long arrived(Direction direction, LongAdder received) {
        return switch (direction) {
            case DOWN -> received.sum();
            case UP -> server.taken();
        };
    }

    private SocketChannel connect(int port, Direction direction, LongAdder received)
            throws IOException {
        SocketChannel stream =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        byte first = direction == Direction.DOWN ? ByteServer.SEND : ByteServer.TAKE;
        stream.write(ByteBuffer.wrap(new byte[] {first}));
        Thread.ofPlatform()
                .daemon()
                .name("bulk-visitor")
                .start(() -> run(stream, direction, received));
        return stream;
    }

    private void run(SocketChannel stream, Direction direction, LongAdder received) {
        try {
            switch (direction) {
                case DOWN -> ByteServer.take(stream, received);
                case UP -> ByteServer.send(stream, file);
            }
        } catch (IOException e) {
            return; // closed at the end of the measurement
        }
    }
}
