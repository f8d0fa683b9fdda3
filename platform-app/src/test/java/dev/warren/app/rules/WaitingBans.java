package dev.warren.app.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import dev.warren.app.rules.planted.BlocksTheLoop;
import dev.warren.app.rules.planted.DatabaseOnTheLoop;
import dev.warren.app.rules.planted.Sleeps;
import dev.warren.app.rules.planted.WaitsForEver;
import dev.warren.app.rules.planted.WaitsForNettyForEver;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;

/** Bans on waits without an end, and on any wait where an event loop runs. */
final class WaitingBans {

    private static final String NETTY_FUTURE = "io.netty.util.concurrent.Future";

    /** Its futures end by a timer that is set before anybody waits. */
    private static final String TIMED_BY_ITSELF = "dev.warren.core.memory.Waiter";

    private WaitingBans() {}

    static List<Ban> all() {
        return List.of(sleeping(), endless(), endlessNetty(), blockedLoops(), database());
    }

    private static Ban sleeping() {
        return new Ban(
                "no sleeping",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(MemoryBans.LABORATORY)
                        .should()
                        .callCodeUnitWhere(Calls.to(Thread.class, "sleep"))
                        .because("a sleep is a guess; wait for the thing itself, with a time-out"),
                Sleeps.class);
    }

    private static Ban endless() {
        DescribedPredicate<JavaCall<?>> waits =
                Calls.endless(CompletableFuture.class, "join", "get")
                        .or(Calls.endless(Future.class, "get", "resultNow"))
                        .or(Calls.endless(CountDownLatch.class, "await"))
                        .or(Calls.endless(Condition.class, "await", "awaitUninterruptibly"))
                        .or(Calls.endless(Semaphore.class, "acquire", "acquireUninterruptibly"))
                        .or(Calls.endless(BlockingQueue.class, "take"))
                        .or(Calls.endless(BlockingDeque.class, "takeFirst", "takeLast"))
                        .or(Calls.endless(Thread.class, "join"))
                        .or(Calls.endless(Process.class, "waitFor"))
                        .or(Calls.endless(Object.class, "wait"));
        return new Ban(
                "no waits without an end",
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(TIMED_BY_ITSELF)
                        .should()
                        .callCodeUnitWhere(waits)
                        .because("every wait has a limit"),
                WaitsForEver.class);
    }

    private static Ban endlessNetty() {
        return new Ban(
                "no endless waits for Netty",
                noClasses()
                        .should()
                        .callCodeUnitWhere(
                                Calls.to(
                                                NETTY_FUTURE,
                                                "sync",
                                                "syncUninterruptibly",
                                                "await",
                                                "awaitUninterruptibly")
                                        .and(
                                                DescribedPredicate.describe(
                                                        "without a time-out",
                                                        call ->
                                                                call.getTarget()
                                                                        .getRawParameterTypes()
                                                                        .isEmpty())))
                        .because("on an event loop it never ends, elsewhere it may not"),
                WaitsForNettyForEver.class);
    }

    private static Ban blockedLoops() {
        DescribedPredicate<JavaCall<?>> waits =
                Calls.to(Future.class, "get")
                        .or(Calls.to(NETTY_FUTURE, "await", "awaitUninterruptibly"))
                        .or(Calls.to(CountDownLatch.class, "await"))
                        .or(Calls.to(Condition.class, "await"))
                        .or(Calls.to(Thread.class, "join", "sleep"))
                        .or(
                                Calls.to(
                                        "java.nio.file.Files",
                                        "readString",
                                        "write",
                                        "newInputStream"))
                        .or(Calls.to("java.net.InetAddress", "getByName", "getAllByName"));
        return new Ban(
                "no waits in channel handlers",
                noClasses()
                        .that(assignableTo(ChannelHandler.class))
                        .should()
                        .callCodeUnitWhere(waits)
                        .because("a handler runs on an event loop that serves thousands"),
                BlocksTheLoop.class);
    }

    private static Ban database() {
        return new Ban(
                "no database on the data plane",
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.warren.edge.net..",
                                "dev.warren.edge.ssh.stream..",
                                "dev.warren.edge.http..")
                        .or(assignableTo(ChannelHandler.class))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "org.springframework.jdbc..",
                                "org.springframework.transaction..")
                        .because("the database may take seconds to answer"),
                DatabaseOnTheLoop.class);
    }
}
