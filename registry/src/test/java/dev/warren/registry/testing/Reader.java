package dev.warren.registry.testing;

import dev.warren.edge.http.file.GrowingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a growing file as it grows, on a thread of its own. */
public final class Reader {

    private final GrowingFile file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean leaving;
    private volatile boolean cut;

    private Reader(GrowingFile file) {
        this.file = file;
    }

    public static Reader start(GrowingFile file) {
        Reader reader = new Reader(file);
        Thread.ofVirtual().name("reader").start(reader::read);
        return reader;
    }

    private void read() {
        try (FileChannel channel = file.open()) {
            long at = 0;
            while (at < file.size() && !leaving) {
                long most = file.available();
                if (most > at) {
                    at += copy(channel, at, most);
                } else if (file.isBroken()) {
                    cut = true;
                    return;
                } else {
                    CountDownLatch more = new CountDownLatch(1);
                    file.whenMore(at, more::countDown);
                    while (!leaving && !more.await(10, TimeUnit.MILLISECONDS)) {
                        // looks whether it is to leave
                    }
                }
            }
        } catch (IOException gone) {
            cut = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            file.left();
            end.countDown();
        }
    }

    private long copy(FileChannel channel, long at, long most) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(64 * 1024, most - at));
        int got = channel.read(piece, at);
        bytes.write(piece.array(), 0, got);
        return got;
    }

    /** What it has so far. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** What it had in the end. */
    public byte[] whole() {
        awaitEnd();
        return bytes();
    }

    /** Whether it came to an end before its time. */
    public boolean isCut() {
        awaitEnd();
        return cut;
    }

    public void leave() {
        leaving = true;
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!end.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the reader has no end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
