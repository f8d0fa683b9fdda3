package dev.warren.app.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A big transfer through a tunnel to a {@link Backend}, each byte compared at the far end. */
public final class ExactTransfer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int ANSWER_LIMIT = 64;

    private ExactTransfer() {}

    /**
     * How it went.
     *
     * @param right how many bytes, from the first on, arrived as they were sent
     * @param problem what went wrong; empty when nothing did
     */
    public record Outcome(long right, double seconds, String problem) {

        public double megabytesPerSecond() {
            return right / seconds / 1e6;
        }
    }

    private interface Step {
        long run(HttpVisitor visitor) throws IOException;
    }

    public static Outcome download(Entrance entrance, long size) {
        return download(entrance, size, Line.ENDLESS);
    }

    /** The same over {@code line}. */
    public static Outcome download(Entrance entrance, long size, Line line) {
        return timed(
                entrance,
                visitor -> {
                    visitor.request("GET", "/bytes/" + size, "Connection: close\r\n");
                    expectOk(visitor.head());
                    return ByteSequence.readMatching(line.receiving(visitor.body()), size);
                });
    }

    public static Outcome upload(Entrance entrance, long size) {
        return upload(entrance, size, Line.ENDLESS);
    }

    /** The same over {@code line}. */
    public static Outcome upload(Entrance entrance, long size, Line line) {
        return timed(
                entrance,
                visitor -> {
                    visitor.request(
                            "PUT",
                            "/bytes/" + size,
                            "Content-Length: " + size + "\r\nConnection: close\r\n");
                    ByteSequence.write(line.sending(visitor.out()), size);
                    HttpVisitor.Head head = visitor.head();
                    expectOk(head);
                    return number(visitor, head.length());
                });
    }

    private static long number(HttpVisitor visitor, long length) throws IOException {
        int most = (int) Math.clamp(length, 0, ANSWER_LIMIT);
        return Long.parseLong(
                new String(visitor.body().readNBytes(most), StandardCharsets.US_ASCII).strip());
    }

    private static void expectOk(HttpVisitor.Head head) throws IOException {
        if (head.status() != OK) {
            throw new IOException("status " + head.status() + " (expected: 200)");
        }
    }

    private static Outcome timed(Entrance entrance, Step step) {
        long begin = System.nanoTime();
        long right = 0;
        String problem = "";
        try (var visitor = new HttpVisitor(entrance, 0, PATIENCE)) {
            right = step.run(visitor);
        } catch (IOException | NumberFormatException e) {
            problem = e.toString();
        }
        return new Outcome(right, (System.nanoTime() - begin) / 1e9, problem);
    }
}
