package dev.warren.core.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM may use, in bytes. */
record JvmMemory(long heap, long direct) {

    /** The limits of this JVM; Netty's own limit on direct memory counts when it is set. */
    static JvmMemory ofThisJvm() {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long heap = Long.parseLong(options.getVMOption("MaxHeapSize").getValue());
        long netty = Long.getLong("io.netty.maxDirectMemory", -1);
        long jdk = Long.parseLong(options.getVMOption("MaxDirectMemorySize").getValue());
        long direct = netty > 0 ? netty : jdk > 0 ? jdk : heap;
        return new JvmMemory(heap, direct);
    }

    long total() {
        return heap + direct;
    }
}
