package dev.warren.app.bench;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Gateway;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of a connection that is logged in, has one forward and does nothing. Warren's heap is of a
 * fixed size and touched when it starts: what the process grows by is then all that is not heap,
 * and live objects are counted after a full collection on both sides.
 */
final class MemoryBench {

    private static final double KIBIBYTE = 1024;
    private static final double AIM_KIBIBYTES = 40;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int MEBIBYTES = 1024;

    private MemoryBench() {}

    static void run(Bed bed) {
        int connections = bed.count(5000, 200);
        bed.report()
                .add(
                        new Part.Section(
                                "Memory",
                                "%,d SSH connections to Warren, each with a handshake, a log-in and one"
                                                .formatted(connections)
                                        + " forward of its own, and then silence. The peers are measured with"
                                        + " fewer, which changes little: sshd has processes for each."));
        List<List<Object>> rows = new ArrayList<>();
        double each = warren(bed, connections, rows);
        bed.report()
                .check(
                        Check.atMost(
                                "memory of an idle connection with one forward (aim)",
                                each,
                                "KiB",
                                AIM_KIBIBYTES));
        peer(bed, bed.sshd(), each, rows);
        bed.sish().ifPresent(sish -> peer(bed, sish, each, rows));
        bed.report()
                .add(
                        new Part.Table(
                                "Memory for each idle connection",
                                List.of(
                                        "server",
                                        "connections",
                                        "KiB each",
                                        "of it heap",
                                        "over warren's"),
                                rows));
    }

    private static double warren(Bed bed, int connections, List<List<Object>> rows) {
        try (WarrenServer warren = bed.freshWarren(fixedHeap(), Limits.raised())) {
            // the first log-ins load classes and fill pools that all later ones share
            try (Swarm first = swarm(bed, warren, bed.count(200, 50), "first")) {
                bed.report().progress("first log-ins: %.1f s".formatted(first.result().seconds()));
            }
            Waiting.pass(SETTLE);
            long heap = warren.liveHeapBytes();
            long process = warren.residentBytes();
            try (Swarm swarm = swarm(bed, warren, connections, "idle")) {
                Waiting.pass(SETTLE);
                double grownHeap = (double) (warren.liveHeapBytes() - heap) / connections;
                double grown =
                        grownHeap + (double) (warren.residentBytes() - process) / connections;
                bed.report()
                        .progress(
                                "%,d log-ins: %.1f s"
                                        .formatted(connections, swarm.result().seconds()));
                rows.add(List.of("warren", connections, grown / KIBIBYTE, grownHeap / KIBIBYTE, 1));
                return grown / KIBIBYTE;
            }
        }
    }

    private static List<String> fixedHeap() {
        List<String> jvm = new ArrayList<>(WarrenServer.jvm(MEBIBYTES, MEBIBYTES));
        jvm.add("-Xms" + MEBIBYTES + "m");
        jvm.add("-XX:+AlwaysPreTouch");
        return jvm;
    }

    private static void peer(Bed bed, Gateway gateway, double ours, List<List<Object>> rows) {
        int connections = bed.count(100, 20);
        swarm(bed, gateway, 2, "first").close();
        Waiting.pass(SETTLE);
        long before = gateway.memoryBytes();
        try (Swarm swarm = swarm(bed, gateway, connections, "idle")) {
            Waiting.pass(SETTLE);
            double each = (gateway.memoryBytes() - before) / KIBIBYTE / swarm.result().done();
            rows.add(List.of(gateway.name(), connections, each, "", each / ours));
        }
    }

    private static Swarm swarm(Bed bed, Gateway gateway, int connections, String names) {
        return Swarm.start(bed.ssh(), gateway, Swarm.Task.idle(connections, 1, names), LIMIT)
                .complete();
    }
}
