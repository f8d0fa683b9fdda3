package dev.warren.edge.http.file;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.FieldName;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the files that answers name, off the event loops. Thread-safe. */
public final class FileSender {

    private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
    private static final int OPENING_AT_ONCE = 64;
    private static final Duration LONGEST_LINE = Duration.ofSeconds(20);

    private final FileRoots roots;
    private final GrowingFiles growing;
    private final Semaphore opening = new Semaphore(OPENING_AT_ONCE, true);

    public FileSender(FileRoots roots, GrowingFiles growing) {
        this.roots = roots;
        this.growing = growing;
    }

    /** What became of it: exactly one of the two is there. */
    public record Outcome(@Nullable OpenFile file, @Nullable HttpRefusal refusal) {}

    /**
     * Opens the file and tells {@code then} on {@code loop}, which must send or close it.
     *
     * @param name the value of {@link FieldName#X_WARREN_FILE}
     * @param slice the value of {@link FieldName#X_WARREN_FILE_RANGE}, null for all of it
     */
    public void open(String name, @Nullable String slice, EventLoop loop, Consumer<Outcome> then) {
        open(() -> outcome(name, slice), loop, then);
    }

    /**
     * The same for a file that is still written.
     *
     * @param token the value of {@link FieldName#X_WARREN_FILL}
     */
    public void openGrowing(
            String token, @Nullable String slice, EventLoop loop, Consumer<Outcome> then) {
        open(() -> growing(token, slice), loop, then);
    }

    private void open(Supplier<Outcome> outcome, EventLoop loop, Consumer<Outcome> then) {
        Thread.ofVirtual()
                .name("warren-file-open")
                .start(() -> {
                    Outcome opened = inTurn(outcome);
                    loop.execute(() -> then.accept(opened));
                });
    }

    /** A crowd whose file has just begun to come asks in the same instant: it stands in line. */
    private Outcome inTurn(Supplier<Outcome> outcome) {
        try {
            if (opening.tryAcquire(LONGEST_LINE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    return outcome.get();
                } finally {
                    opening.release();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return refused(503, "Too busy", "too many files are being opened, try again shortly");
    }

    private Outcome outcome(String name, @Nullable String slice) {
        try {
            FileChannel channel = roots.open(name);
            long size = channel.size();
            ByteRange part = slice == null ? ByteRange.whole(size) : ByteRange.slice(slice, size);
            if (part == null) {
                channel.close();
                LOG.warn("file named with a bad slice file={} slice={} size={}", name, slice, size);
                return broken();
            }
            return new Outcome(new OpenFile(channel, size, part, slice != null), null);
        } catch (IOException e) {
            LOG.warn("file named but not sent file={} cause={}", name, e.toString());
            return broken();
        }
    }

    private Outcome growing(String token, @Nullable String slice) {
        GrowingFile file = growing.take(token).orElse(null);
        if (file == null) {
            LOG.warn("growing file named that was not offered, or too long ago");
            return broken();
        }
        long size = file.size();
        ByteRange part = slice == null ? ByteRange.whole(size) : ByteRange.slice(slice, size);
        if (part == null) {
            LOG.warn("growing file named with a bad slice slice={} size={}", slice, size);
            return broken();
        }
        try {
            return new Outcome(new OpenFile(file, file.open(), part, slice != null), null);
        } catch (IOException e) {
            LOG.warn("growing file not sent cause={}", e.toString());
            // it was given up between the offer and now, for what it was made of was wrong
            return file.isBroken()
                    ? refused(502, "Bad gateway", "what was fetched for this request broke off")
                    : broken();
        }
    }

    private static Outcome broken() {
        return refused(500, "Internal error", "the file that answers this request is not there");
    }

    private static Outcome refused(int status, String title, String detail) {
        return new Outcome(null, new HttpRefusal(status, title, detail));
    }
}
