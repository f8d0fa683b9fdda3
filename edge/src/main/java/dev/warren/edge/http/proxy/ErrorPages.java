package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.net.TrackedBuf;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrator's own pages for what the edge answers itself: {@code 404.html}, {@code
 * 4xx.html}, {@code offline.html} and the like of one directory. {@code {{status}}}, {@code
 * {{title}}}, {@code {{detail}}}, {@code {{host}}} and {@code {{request-id}}} in them are filled
 * in. What was good stays in use when a file becomes unusable, and goes when the file goes.
 *
 * <p>Thread-safe; {@link #look} is for one thread at a time.
 */
public final class ErrorPages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final int LARGEST = 32 * 1024;
    private static final String OFFLINE = "offline";

    /** All names that a page may have. */
    private static final List<String> NAMES =
            Stream.concat(
                            Stream.of(OFFLINE, "4xx", "5xx"),
                            IntStream.rangeClosed(400, 511).mapToObj(Integer::toString))
                    .toList();

    private record Page(long changed, String text) {}

    private final @Nullable Path folder;
    private final MemoryBudget budget;
    private volatile Map<String, Page> pages = Map.of();

    /**
     * @param folder where the pages are, null for none
     * @param budget filled pages are charged to while they are on their way
     */
    public ErrorPages(@Nullable Path folder, MemoryBudget budget) {
        this.folder = folder;
        this.budget = budget;
        look();
    }

    /** Reads what has changed. */
    public void look() {
        if (folder == null) {
            return;
        }
        Map<String, Page> before = pages;
        Map<String, Page> now = new HashMap<>();
        for (String name : NAMES) {
            Page page = read(folder.resolve(name + ".html"), before.get(name));
            if (page != null) {
                now.put(name, page);
            }
        }
        if (!now.equals(before)) {
            LOG.info("error pages loaded names={}", now.keySet().stream().sorted().toList());
            pages = Map.copyOf(now);
        }
    }

    private static @Nullable Page read(Path file, @Nullable Page before) {
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            long changed = Files.getLastModifiedTime(file).toMillis();
            if (before != null && before.changed == changed) {
                return before;
            }
            if (Files.size(file) > LARGEST) {
                throw new IOException("more than %d bytes".formatted(LARGEST));
            }
            return new Page(changed, Files.readString(file));
        } catch (IOException unusable) {
            LOG.warn("error page not loaded file={} cause={}", file, unusable.toString());
            return before;
        }
    }

    /** The page for {@code refusal}, filled; empty when there is none. */
    Optional<String> of(HttpRefusal refusal, String host, String requestId) {
        Map<String, Page> now = pages;
        String family = refusal.status() / 100 + "xx";
        return Stream.of(
                        refusal.isOffline() ? OFFLINE : "",
                        Integer.toString(refusal.status()),
                        family)
                .filter(Predicate.not(String::isEmpty))
                .flatMap(name -> Optional.ofNullable(now.get(name)).stream())
                .findFirst()
                .map(page -> filled(page.text, refusal, host, requestId));
    }

    private static String filled(String text, HttpRefusal refusal, String host, String requestId) {
        return text.replace("{{status}}", Integer.toString(refusal.status()))
                .replace("{{title}}", Problems.htmlText(refusal.title()))
                .replace("{{host}}", Problems.htmlText(host))
                .replace("{{request-id}}", Problems.htmlText(requestId))
                .replace("{{detail}}", Problems.htmlText(String.valueOf(refusal.getMessage())));
    }

    /** Takes memory for so many bytes of a page, if there is any. */
    boolean admits(int bytes) {
        return budget.tryAcquire(bytes);
    }

    /** {@code out}, whose {@code bytes} were admitted, and are given back when it is gone. */
    ByteBuf charged(ByteBuf out, int bytes) {
        return new TrackedBuf(out, bytes, budget::release);
    }
}
