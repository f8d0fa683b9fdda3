package dev.warren.feeds.fetch;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundClients;
import dev.warren.core.outbound.OutboundHttp;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.unit.DataSize;

/** What reads documents, without all the rest; from 127.77.0.0/16 as well. */
public final class TestWeb implements AutoCloseable {

    private final AnnotationConfigApplicationContext context;
    private final OutboundHttp http;
    private final MemoryBudget budget = MemoryBudget.root("test", 32L << 20);

    public TestWeb() {
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "test", Map.of("warren.outbound.allow", "127.77.0.0/16")));
        try {
            context.register(Class.forName("dev.warren.core.outbound.OutboundAutoConfiguration"));
        } catch (ClassNotFoundException moved) {
            throw new IllegalStateException(moved);
        }
        context.refresh();
        http = context.getBean(OutboundClients.class).open(OutboundClients.Reach.PUBLIC, 20, 20);
    }

    /** Reads documents. */
    public Web web() {
        return new Web(http, budget.child("bodies", budget.limit() * 3 / 8), budget);
    }

    /** What it reads with. */
    OutboundHttp http() {
        return http;
    }

    /** What documents are reserved on. */
    public MemoryBudget budget() {
        return budget;
    }

    /** How large they may be. */
    static DataSize most() {
        return DataSize.ofMegabytes(1);
    }

    @Override
    public void close() throws Exception {
        http.close();
        context.close();
    }
}
