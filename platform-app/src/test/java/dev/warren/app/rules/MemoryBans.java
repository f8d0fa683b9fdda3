package dev.warren.app.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import dev.warren.app.rules.planted.AggregatesBodies;
import dev.warren.app.rules.planted.CollectsBodies;
import dev.warren.app.rules.planted.EndlessQueue;
import dev.warren.app.rules.planted.PoolWithEndlessQueue;
import dev.warren.app.rules.planted.ReadsLines;
import dev.warren.app.rules.planted.ReadsWholeBody;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;

/** Bans on memory whose size a stranger sets. */
final class MemoryBans {

    /** Drills, benchmarks and what they share run in a process of their own and judge Warren. */
    static final String[] LABORATORY = {
        "dev.warren.app.lab..", "dev.warren.app.drill..", "dev.warren.app.bench.."
    };

    private static final String[] DATA_PLANE = {
        "dev.warren.edge.net..", "dev.warren.edge.ssh.stream..", "dev.warren.edge.http.."
    };

    /** The lines come from a PostgreSQL that it started, on a pipe. */
    private static final String READS_ITS_OWN_PROGRAM = "dev.warren.core.database.EmbeddedPostgres";

    private MemoryBans() {}

    static List<Ban> all() {
        return List.of(
                wholeBodies(), aggregation(), collecting(), lines(), endlessQueues(), pools());
    }

    private static Ban wholeBodies() {
        DescribedPredicate<JavaCall<?>> reads =
                Calls.to(InputStream.class, "readAllBytes")
                        .or(Calls.to(HttpResponse.BodyHandlers.class, "ofString", "ofByteArray"))
                        .or(
                                Calls.to(
                                        "org.springframework.util.StreamUtils",
                                        "copyToByteArray",
                                        "copyToString"))
                        .or(
                                Calls.to(
                                        "org.springframework.util.FileCopyUtils",
                                        "copyToByteArray",
                                        "copyToString"))
                        .or(
                                Calls.to(
                                        "org.apache.hc.core5.http.io.entity.EntityUtils",
                                        "toString",
                                        "toByteArray"));
        return new Ban(
                "no whole-body reads",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(LABORATORY)
                        .should()
                        .callCodeUnitWhere(reads)
                        .because("a body is as long as a stranger likes; read it in parts"),
                ReadsWholeBody.class);
    }

    private static Ban aggregation() {
        return new Ban(
                "no HTTP aggregation",
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveSimpleName("HttpObjectAggregator")
                        .orShould()
                        .dependOnClassesThat()
                        .haveSimpleName("MessageAggregator")
                        .because("an aggregator holds whole messages"),
                AggregatesBodies.class);
    }

    private static Ban collecting() {
        return new Ban(
                "no collecting of streams on the data plane",
                noClasses()
                        .that()
                        .resideInAnyPackage(DATA_PLANE)
                        .or()
                        .areAssignableTo(CollectsBodies.class)
                        .should()
                        .callCodeUnitWhere(Calls.to(ByteArrayOutputStream.class, "toByteArray"))
                        .because("what grows with the bytes that pass must be charged to a budget"),
                CollectsBodies.class);
    }

    private static Ban lines() {
        return new Ban(
                "no lines of any length",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(LABORATORY)
                        .and()
                        .doNotHaveFullyQualifiedName(READS_ITS_OWN_PROGRAM)
                        .should()
                        .callCodeUnitWhere(Calls.to(BufferedReader.class, "readLine", "lines"))
                        .because("a line without an end is read until memory is full"),
                ReadsLines.class);
    }

    private static Ban endlessQueues() {
        DescribedPredicate<JavaCall<?>> queues =
                Calls.unbounded(LinkedBlockingQueue.class)
                        .or(Calls.unbounded(LinkedBlockingDeque.class))
                        .or(Calls.unbounded(ConcurrentLinkedQueue.class))
                        .or(Calls.unbounded(ConcurrentLinkedDeque.class))
                        .or(Calls.unbounded(LinkedTransferQueue.class))
                        .or(Calls.to(PriorityBlockingQueue.class, "<init>"))
                        .or(Calls.to(DelayQueue.class, "<init>"));
        return new Ban(
                "no queues without a bound",
                noClasses()
                        .should()
                        .callCodeUnitWhere(queues)
                        .because("a queue without a bound is memory without a bound"),
                EndlessQueue.class);
    }

    private static Ban pools() {
        return new Ban(
                "no thread pools with endless queues",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(LABORATORY)
                        .should()
                        .callCodeUnitWhere(
                                Calls.to(
                                        Executors.class,
                                        "newCachedThreadPool",
                                        "newFixedThreadPool",
                                        "newSingleThreadExecutor",
                                        "newWorkStealingPool"))
                        .because("their queues or their threads have no bound"),
                PoolWithEndlessQueue.class);
    }
}
