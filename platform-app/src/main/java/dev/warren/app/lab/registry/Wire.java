package dev.warren.app.lab.registry;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to a registry on loopback, by which requests go one after the other, and which costs
 * little: bodies are sent by sendfile(2) and read into one buffer. It breaks when its time is over.
 * Confined to one thread.
 */
public final class Wire implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final int HEAD_LIMIT = 16 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final ScheduledThreadPoolExecutor TIMERS = timers();

    private final Entrance entrance;
    private final SocketChannel socket;
    private final ScheduledFuture<?> end;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).flip();

    /**
     * Connects.
     *
     * @param limit when it breaks, whatever is under way
     */
    public Wire(Entrance entrance, Duration limit) throws IOException {
        this.entrance = entrance;
        socket =
                SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), entrance.port()));
        end = TIMERS.schedule(this::breakOff, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timers() {
        var timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("wire-timer").factory());
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    private void breakOff() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone then
        }
    }

    /** What came before a body. */
    public record Head(int status, String text) {

        /** A field's value. */
        public Optional<String> field(String name) {
            Matcher field = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(text);
            return field.find() ? Optional.of(field.group(1)) : Optional.empty();
        }

        /** Bytes of the body; none when nothing is said. */
        public long length() {
            return field("content-length").map(Long::parseLong).orElse(0L);
        }
    }

    /** Sends a request without a body and reads the head of its answer. */
    public Head call(String method, String path, List<String> fields) throws IOException {
        send(method, path, fields);
        return head();
    }

    /** Sends a request's head. */
    public void send(String method, String path, List<String> fields) throws IOException {
        StringBuilder head =
                new StringBuilder(
                        "%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, path, entrance.host()));
        fields.forEach(field -> head.append(field).append("\r\n"));
        write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a body. */
    public void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            socket.write(left);
        }
    }

    /** Sends a body. */
    public void write(Content content) throws IOException {
        content.send(socket, 0, content.size(), Line.ENDLESS, _ -> {});
    }

    /** Reads the head of an answer. */
    public Head head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
            if (text.length() == HEAD_LIMIT || !buffer.hasRemaining() && more() < 0) {
                throw new IOException("no whole head in the answer: " + text.length() + " bytes");
            }
            text.append((char) buffer.get());
        }
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("no status in the answer");
        }
        return new Head(Integer.parseInt(status.group(1)), text.toString());
    }

    private int more() throws IOException {
        buffer.clear();
        int got = socket.read(buffer);
        buffer.flip();
        return got;
    }

    /** Reads and keeps a small body. */
    public byte[] body(Head head) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(head.length())];
        for (int at = 0; at < bytes.length; ) {
            if (!buffer.hasRemaining() && more() < 0) {
                throw new IOException("%d of %d bytes came".formatted(at, bytes.length));
            }
            int length = Math.min(buffer.remaining(), bytes.length - at);
            buffer.get(bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /** Reads a body and throws it away; the number of bytes that came of it. */
    public long skip(Head head) throws IOException {
        long came = 0;
        while (came < head.length() && (buffer.hasRemaining() || more() >= 0)) {
            int length = (int) Math.min(buffer.remaining(), head.length() - came);
            buffer.position(buffer.position() + length);
            came += length;
        }
        return came;
    }

    /**
     * Reads and hashes a body.
     *
     * @return its digest
     * @throws IOException also when it ends early
     */
    public String hash(Head head) throws IOException {
        MessageDigest hash = Stock.sha256();
        byte[] piece = new byte[BUFFER];
        for (long left = head.length(); left > 0; ) {
            if (!buffer.hasRemaining() && more() < 0) {
                throw new IOException("%d of %d bytes missing".formatted(left, head.length()));
            }
            int length = (int) Math.min(buffer.remaining(), left);
            buffer.get(piece, 0, length);
            hash.update(piece, 0, length);
            left -= length;
        }
        return Stock.digest(hash, new byte[0]);
    }

    @Override
    public void close() throws IOException {
        end.cancel(false);
        socket.close();
    }
}
