package dev.warren.edge.ssh.session;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.SessionNews;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where the news of one connection go: to every session that shows news, or, as long as there is
 * none, into a ring for the first that comes. Thread-safe; nobody ever waits.
 */
public final class NewsDesk implements AutoCloseable {

    private final NewsRing waiting;
    private final List<NewsReader> readers = new CopyOnWriteArrayList<>();

    public NewsDesk(MemoryBudget budget) {
        this.waiting = new NewsRing(budget);
    }

    public void tell(SessionNews news) {
        synchronized (waiting) {
            if (readers.isEmpty()) {
                waiting.add(news);
                return;
            }
        }
        readers.forEach(reader -> reader.add(news));
    }

    /** Adds a reader, which gets what waited. */
    void attach(NewsReader reader) {
        NewsRing.Batch missed;
        synchronized (waiting) {
            missed = readers.isEmpty() ? waiting.take() : new NewsRing.Batch(List.of(), 0);
            readers.add(reader);
            reader.addAll(missed);
        }
    }

    void detach(NewsReader reader) {
        readers.remove(reader);
    }

    @Override
    public void close() {
        waiting.close();
    }
}
