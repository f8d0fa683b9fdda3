package dev.warren.registry.bucket;

import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One object and what was sent of it, in one piece or in parts. It has neither row nor name before
 * it is needed. Blocks. Used by one thread at a time, except {@link #sent} and {@link #key}.
 */
final class ObjectUpload {

    static final int MOST_PARTS = 10_000;
    private static final int AT_ONCE = 3;

    /** Each call has its own, shorter limit. */
    static final Duration LONGEST = Duration.ofHours(1);

    private final Sender sender;
    private final NavigableMap<Integer, CompletedPart> parts = new ConcurrentSkipListMap<>();
    private volatile @Nullable String key;
    private volatile @Nullable String upload;

    ObjectUpload(Sender sender) {
        this.sender = sender;
    }

    /** The object's name, if it has one. */
    Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** How many parts were sent. */
    int sent() {
        return parts.size();
    }

    private String name() {
        String known = key;
        if (known == null) {
            known = sender.begin();
            key = known;
        }
        return known;
    }

    private String upload() throws IOException {
        String known = upload;
        if (known == null) {
            known = sender.bucket().begin(name());
            upload = known;
        }
        return known;
    }

    /** Sends a part, of which all but the last have the same length. */
    void send(Path file, int number, long length) throws IOException {
        FilePart bytes = new FilePart(file, (number - 1) * sender.partSize(), length);
        parts.put(number, sender.part(name(), upload(), number, bytes));
    }

    /** Sends all that was not sent yet, and makes it an object. */
    void finish(Path file, long size) throws IOException {
        if (upload == null && size <= sender.partSize()) {
            sender.put(name(), new FilePart(file, 0, size));
        } else {
            upload();
            sendMissing(file, size);
            complete(size);
        }
    }

    private void sendMissing(Path file, long size) throws IOException {
        long most = MOST_PARTS * sender.partSize();
        if (size > most) {
            throw new StoreException(
                    "the blob has %d bytes (expected: at most %d, which warren.registry.s3.part-size decides)"
                            .formatted(size, most),
                    null);
        }
        int last = (int) Math.ceilDiv(size, sender.partSize());
        AtomicInteger next = new AtomicInteger(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(
                        threads.submit(() -> {
                            sendAll(file, size, next, last);
                            return null;
                        }));
            }
            for (Future<?> each : all) {
                await(each);
            }
        }
    }

    /** When one part fails, no other begins. */
    private void sendAll(Path file, long size, AtomicInteger next, int last) throws IOException {
        long part = sender.partSize();
        for (int number = next.getAndIncrement(); number <= last; number = next.getAndIncrement()) {
            try {
                if (!parts.containsKey(number)) {
                    send(file, number, Math.min(part, size - (number - 1) * part));
                }
            } catch (IOException | RuntimeException failed) {
                next.set(last + 1);
                throw failed;
            }
        }
    }

    private static void await(Future<?> sending) throws IOException {
        try {
            sending.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException away) {
                throw away;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new StoreException(Sending.LATE, late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the registry stops");
        }
    }

    private void complete(long size) throws IOException {
        try {
            sender.bucket().complete(name(), upload(), List.copyOf(parts.values()));
        } catch (StoreException failed) {
            if (!Bucket.isForgotten(failed)) {
                throw failed;
            }
            // the answer to an earlier try may have been lost
            if (sender.bucket().find(name()).filter(there -> there.size() == size).isEmpty()) {
                giveUp();
                throw failed;
            }
        }
    }

    /** Lets go of the object; what is sent from now on is another one. */
    void giveUp() {
        String known = key;
        key = null;
        upload = null;
        parts.clear();
        if (known != null) {
            sender.abandon(known);
        }
    }
}
