package dev.warren.registry.fill;

import dev.warren.registry.fill.FillMetrics.End;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/**
 * Moves a blob's bytes from its upstream to the file, and asks for the rest when the upstream
 * breaks off. Confined to one thread.
 */
final class Pump {

    static final int BUFFER = 256 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Less than this is no progress: an upstream could send a byte at a time for ever. */
    private static final long PROGRESS = 64 * 1024;

    private final Order order;
    private final Tools tools;
    private final IncomingBlob incoming;
    private final OptionalLong size;
    private final CountDownLatch stop;
    private final byte[] buffer = new byte[BUFFER];

    /** {@code size}: empty when only the end of the bytes will tell. */
    Pump(Order order, Tools tools, IncomingBlob incoming, OptionalLong size, CountDownLatch stop) {
        this.order = order;
        this.tools = tools;
        this.incoming = incoming;
        this.size = size;
        this.stop = stop;
    }

    /** Is told after each piece how many bytes there are, and of how many the piece was. */
    interface Watcher {
        void written(long bytes, int of) throws FillException;
    }

    /** Moves all bytes. */
    void run(RemoteBlob first, Watcher watcher) throws FillException {
        String etag = first.etag().orElse(null);
        long mark = 0;
        int tries = 0;
        boolean done = drain(first, watcher);
        while (!done) {
            if (incoming.size() - mark >= PROGRESS) {
                mark = incoming.size();
                tries = 0;
            }
            if (++tries > tools.limits().tries()) {
                throw new FillException(
                        End.CUT, order.origin().name() + " broke off and does not go on");
            }
            pause(tries);
            tools.metrics().resumed(order.origin().name());
            Reply<RemoteBlob> next =
                    order.origin().open(order.digest(), incoming.size(), etag, most());
            done = next instanceof Reply.Good<RemoteBlob> good && goOn(good.value(), watcher);
        }
    }

    DataSize most() {
        return tools.limits().maxBlob();
    }

    private boolean goOn(RemoteBlob remote, Watcher watcher) throws FillException {
        if (size.isPresent() && remote.size().isPresent() && !remote.size().equals(size)) {
            remote.close();
            throw changed();
        }
        long have = incoming.size();
        if (remote.first() == have) {
            return drain(remote, watcher);
        }
        if (remote.first() != 0) {
            remote.close();
            return false;
        }
        try {
            skip(remote, have);
        } catch (IOException cutAgain) {
            remote.close();
            return false;
        }
        return drain(remote, watcher);
    }

    /** Passes over what is there already, which must be the same. */
    private void skip(RemoteBlob remote, long have) throws FillException, IOException {
        Digest.Algorithm algorithm = order.digest().algorithm();
        MessageDigest hash = algorithm.start();
        for (long left = have; left > 0; ) {
            int got = remote.body().read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new IOException("shorter than before");
            }
            hash.update(buffer, 0, got);
            left -= got;
        }
        if (!algorithm.finish(hash).equals(incoming.digest(algorithm))) {
            remote.close();
            throw changed();
        }
    }

    private FillException changed() {
        order.origin().suspect("another blob when asked to go on with " + order.digest());
        return new FillException(
                End.MISMATCH, order.origin().name() + " sends another blob than before");
    }

    /** Moves what comes; whether that was all. */
    private boolean drain(RemoteBlob remote, Watcher watcher) throws FillException {
        Pace pace = new Pace(tools.clock(), tools.limits().minRate().toBytes());
        try (remote) {
            InputStream body = remote.body();
            while (size.isEmpty() || incoming.size() < size.getAsLong()) {
                int got = read(body);
                if (got < 0) {
                    return size.isEmpty();
                }
                append(got);
                tools.metrics().received(order.origin().name(), got);
                watcher.written(incoming.size(), got);
                if (!pace.isEnough(got)) {
                    return false;
                }
            }
            return isAtEnd(body);
        } catch (IOException cut) {
            return false;
        }
    }

    private int read(InputStream body) throws IOException, FillException {
        long left = size.isPresent() ? size.getAsLong() - incoming.size() : buffer.length;
        int got = body.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (incoming.size() + got > most().toBytes()) {
            throw new FillException(
                    End.MISMATCH,
                    "the blob is too large (expected: at most %d bytes)"
                            .formatted(most().toBytes()));
        }
        return got;
    }

    private boolean isAtEnd(InputStream body) throws FillException {
        try {
            if (body.read() < 0) {
                return true;
            }
        } catch (IOException cut) {
            // behind the last byte that was wanted
            return true;
        }
        order.origin().suspect("more bytes than it said for " + order.digest());
        throw new FillException(
                End.MISMATCH, order.origin().name() + " sends more bytes than it said");
    }

    /** Writes the buffer's first bytes, and waits for room when the disk is full. */
    private void append(int length) throws FillException {
        for (int tries = 1; ; tries++) {
            try {
                incoming.append(ByteBuffer.wrap(buffer, 0, length));
                return;
            } catch (IOException full) {
                boolean made =
                        tools.room().makeRoom(Math.max(length, size.orElse(0) - incoming.size()));
                if (!made && tries > tools.limits().tries()) {
                    throw new FillException(
                            End.FULL, "the registry's disk is full; its operator has to make room");
                }
            }
            pause(tries);
        }
    }

    private void pause(int tries) throws FillException {
        long factor = 1L << Math.min(10, tries - 1);
        Duration time = FIRST_PAUSE.multipliedBy(factor);
        long millis = Math.min(time.toMillis(), LONGEST_PAUSE.toMillis());
        try {
            if (stop.await(millis, TimeUnit.MILLISECONDS)) {
                throw stopping();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    private static FillException stopping() {
        return new FillException(End.ABANDONED, "the registry stops");
    }
}
