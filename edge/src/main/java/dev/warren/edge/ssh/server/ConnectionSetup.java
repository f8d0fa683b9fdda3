package dev.warren.edge.ssh.server;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.stream.SshStreams;
import java.time.InstantSource;
import java.util.Optional;

/** What every connection of the door needs, and shares with the others. */
record ConnectionSetup(
        SshProperties settings,
        SshStreams streams,
        Optional<ForwardHandler> forwards,
        MemoryBudget budget,
        InstantSource clock,
        SshMetrics metrics,
        Connections connections,
        ProxyProtocol front) {}
