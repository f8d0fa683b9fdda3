package dev.warren.registry.fill;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.store.IncomingBlobs;
import java.time.InstantSource;

/** What every fetch needs. */
record Tools(
        IncomingBlobs files,
        Room room,
        Machines machines,
        MemoryBudget memory,
        FillProperties limits,
        FillMetrics metrics,
        InstantSource clock) {}
