package dev.warren.app.drill.registry;

import dev.warren.app.lab.Workspace;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.Image;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.UpstreamRegistry;
import dev.warren.app.lab.registry.Wire;
import dev.warren.app.lab.registry.WrongBytesException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that pull cold blobs, push images and delete some of them until the server is gone, and
 * the memory of what they were answered. Thread-safe.
 */
final class Traffic {

    private static final int PULLERS = 3;
    private static final int PUSHERS = 3;
    private static final long BLOB = 4_000_000;
    private static final long LAYER = 1_500_000;
    private static final int TRIES = 20;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Stock blobs;
    private final Stock layers;
    private final UpstreamRegistry upstream;
    private final String repository;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Image> kept = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final AtomicInteger pulled = new AtomicInteger();
    private final AtomicInteger pushed = new AtomicInteger();
    private final AtomicInteger deleted = new AtomicInteger();
    private List<Crew> crews = List.of();

    /** What came to its end. */
    record Done(int pulled, int pushed, int deleted) {}

    Traffic(Workspace workspace, UpstreamRegistry upstream, String account) {
        this.blobs = Stock.make(workspace, "cold-stock", BLOB);
        this.layers = Stock.make(workspace, "layer-stock", LAYER);
        this.upstream = upstream;
        this.repository = account + "/kills";
    }

    void begin(RegistryUser nobody, RegistryUser user) {
        pulled.set(0);
        pushed.set(0);
        deleted.set(0);
        crews =
                List.of(
                        Crew.start(PULLERS, _ -> pulls(nobody)),
                        Crew.start(PUSHERS, _ -> pushes(user)));
    }

    /** Images pushed since the last {@link #begin}. */
    int pushed() {
        return pushed.get();
    }

    /** Waits for all clients, for whom the server is gone. */
    Done end() {
        crews.forEach(crew -> crew.join(LIMIT));
        return new Done(pulled.get(), pushed.get(), deleted.get());
    }

    private void pulls(RegistryUser nobody) throws IOException {
        while (true) {
            Content blob = blobs.content(next.incrementAndGet());
            upstream.put(blob);
            try {
                nobody.pull(RegistryWarren.UPSTREAM + "/library/kills", blob.digest());
            } catch (WrongBytesException e) {
                problem(e.toString());
            }
            pulled.incrementAndGet();
        }
    }

    private void pushes(RegistryUser user) throws IOException {
        while (true) {
            long number = next.incrementAndGet();
            Image image =
                    Image.of(
                            layers.content(number),
                            List.of(
                                    layers.content(-number),
                                    layers.content(Long.MAX_VALUE - number)));
            String tag = "v" + number;
            push(user, tag, image);
            kept.put(tag, image);
            pushed.incrementAndGet();
            if (number % 2 == 0) {
                // whether it is there is not known until this is answered
                kept.remove(tag);
                delete(user, image);
                deleted.incrementAndGet();
            }
        }
    }

    /** A blob may be collected before its manifest comes; Docker would push it again, too. */
    private void push(RegistryUser user, String tag, Image image) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                user.push(repository, tag, image);
                return;
            } catch (IOException e) {
                if (tries == TRIES || !String.valueOf(e.getMessage()).contains("status 4")) {
                    throw e;
                }
            }
        }
    }

    private void delete(RegistryUser user, Image image) throws IOException {
        try (Wire wire = user.open()) {
            Wire.Head head =
                    wire.call(
                            "DELETE",
                            "/v2/%s/manifests/%s".formatted(repository, image.digest()),
                            user.fields());
            if (head.status() != 202) {
                problem("deleting %s: %d".formatted(image.digest(), head.status()));
            }
        }
    }

    private synchronized void problem(String words) {
        problems.add(words);
    }

    /** What was answered wrongly while the server ran. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many images must be there. */
    int images() {
        return kept.size();
    }

    /** Images that must be there and cannot be pulled, to the byte. */
    List<String> lost(RegistryUser user) {
        List<String> lost = new ArrayList<>();
        kept.forEach((tag, image) -> {
            try {
                user.pull(repository, tag, image);
            } catch (IOException e) {
                lost.add(tag + ": " + e);
            }
        });
        return lost;
    }

    /** Deletes every image. */
    void deleteAll(RegistryUser user) {
        kept.values()
                .forEach(image -> {
                    try {
                        delete(user, image);
                    } catch (IOException e) {
                        problem(e.toString());
                    }
                });
    }
}
