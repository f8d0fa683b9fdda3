package dev.warren.edge.http.proxy;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, which remembers what it finds. Netty makes it by the name that the pom
 * gives it, so that it sees the buffers of a test JVM from the first one on.
 */
public final class LeakDetector<T> extends ResourceLeakDetector<T> {

    static final List<String> FOUND = new CopyOnWriteArrayList<>();

    /** Called by Netty. */
    @SuppressWarnings("deprecation")
    public LeakDetector(Class<?> resource, int samplingInterval) {
        super(resource, samplingInterval);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        FOUND.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        FOUND.add(resourceType);
    }
}
