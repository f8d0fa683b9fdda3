package dev.warren.edge.http.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A file that is there, of which as much may be sent as a test says. */
public final class FakeGrowth implements GrowingFile {

    private final Path path;
    private final long size;
    private final List<Runnable> waiting = new ArrayList<>();
    private final AtomicInteger readers = new AtomicInteger();
    private long available;
    private boolean broken;

    public FakeGrowth(Path path, long size) {
        this.path = path;
        this.size = size;
    }

    /** Lets so many bytes be sent. */
    public void growTo(long bytes) {
        List<Runnable> due;
        synchronized (this) {
            available = bytes;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(Runnable::run);
    }

    /** No more comes. */
    public void breakOff() {
        synchronized (this) {
            broken = true;
        }
        growTo(available());
    }

    /** How many have it open. */
    public int readers() {
        return readers.get();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized long available() {
        return available;
    }

    @Override
    public synchronized boolean isBroken() {
        return broken;
    }

    @Override
    public void whenMore(long than, Runnable action) {
        synchronized (this) {
            if (available <= than && !broken) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public FileChannel open() throws IOException {
        FileChannel channel = FileChannel.open(path);
        readers.incrementAndGet();
        return channel;
    }

    @Override
    public void left() {
        readers.decrementAndGet();
    }
}
