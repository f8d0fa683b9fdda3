package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpProperties;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.file.FileSender;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all visitors' connections share. Thread-safe. */
final class ProxyContext {

    private final HttpProperties settings;
    private final RouteTable routes;
    private final MemoryBudget budget;
    private final HttpMetrics metrics;
    private final FileSender files;
    private final SchemeRules schemes;
    private final ErrorPages pages;
    private final HeadLimits headLimits;
    private final Timeouts timeouts;
    private final Map<EventLoop, Deadlines> deadlines = new ConcurrentHashMap<>();
    private volatile boolean draining;

    ProxyContext(
            HttpProperties settings,
            RouteTable routes,
            MemoryBudget budget,
            HttpMetrics metrics,
            FileSender files,
            SchemeRules schemes,
            ErrorPages pages) {
        this.settings = settings;
        this.schemes = schemes;
        this.pages = pages;
        this.routes = routes;
        this.budget = budget;
        this.metrics = metrics;
        this.files = files;
        this.headLimits = HeadLimits.of(settings.limits());
        this.timeouts = Timeouts.of(settings.timeouts());
    }

    HttpProperties settings() {
        return settings;
    }

    RouteTable routes() {
        return routes;
    }

    MemoryBudget budget() {
        return budget;
    }

    HttpMetrics metrics() {
        return metrics;
    }

    FileSender files() {
        return files;
    }

    SchemeRules schemes() {
        return schemes;
    }

    ErrorPages pages() {
        return pages;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /** The deadlines of {@code loop}; called on it. */
    Deadlines deadlines(EventLoop loop) {
        return deadlines.computeIfAbsent(loop, Deadlines::new);
    }

    boolean isDraining() {
        return draining;
    }

    /** From now on each connection ends with the answer that it waits for. */
    void drain() {
        draining = true;
        deadlines.forEach((loop, all) -> loop.execute(() -> all.forEach(Deadlines.Entry::drain)));
    }

    void stop() {
        deadlines.values().forEach(Deadlines::stop);
        deadlines.clear();
    }

    /** The settings of the same names, in nanoseconds. */
    record Timeouts(
            long head,
            long keepAlive,
            long connect,
            long firstByte,
            long upload,
            long idle,
            long upgraded) {

        static Timeouts of(HttpProperties.Timeouts settings) {
            return new Timeouts(
                    settings.head().toNanos(),
                    settings.keepAlive().toNanos(),
                    settings.connect().toNanos(),
                    settings.firstByte().toNanos(),
                    settings.upload().toNanos(),
                    settings.idle().toNanos(),
                    settings.upgraded().toNanos());
        }
    }
}
