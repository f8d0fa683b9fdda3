package dev.warren.core.memory;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What a reservation costs in a tree of three levels. Run {@link #main}; no test runs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class MemoryBudgetBenchmark {

    private final MemoryBudget module =
            MemoryBudget.root("platform", 1L << 30).child("module", 1L << 28);
    private final MemoryBudget owner = module.child("owner", 1L << 20);

    @Benchmark
    public long acquireAndRelease() {
        if (owner.tryAcquire(4096)) {
            owner.release(4096);
        }
        return owner.peak();
    }

    @Benchmark
    public long reserveAndClose() {
        try (Reservation reservation = owner.reserve(4096)) {
            return reservation.bytes();
        }
    }

    @Benchmark
    @Threads(2)
    public long reserveAndCloseByTwo() {
        try (Reservation reservation = owner.reserve(4096)) {
            return reservation.bytes();
        }
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(MemoryBudgetBenchmark.class.getName()).build())
                .run();
    }
}
