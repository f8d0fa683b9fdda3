package dev.warren.edge.ssh.server;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.People;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.login.LoginDoor;
import dev.warren.edge.ssh.login.UserAuthorities;
import dev.warren.edge.ssh.session.CommandRunner;
import dev.warren.edge.ssh.session.SessionWorks;
import dev.warren.edge.ssh.stream.SshStreams;
import dev.warren.edge.ssh.stream.StreamProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the SSH door from what modules contribute to it. */
@AutoConfiguration
@EnableConfigurationProperties({SshProperties.class, StreamProperties.class})
class EdgeSshAutoConfiguration {

    @Bean
    Connections sshConnections() {
        return new Connections();
    }

    @Bean
    SshMetrics sshMetrics(ObjectProvider<MeterRegistry> registry, Connections connections) {
        SshMetrics metrics = new SshMetrics(registry.getIfUnique(CompositeMeterRegistry::new));
        metrics.gauge("connections", "Connections logged in", connections, Connections::count);
        metrics.gauge("channels", "Open channels of all kinds", connections, c -> c.channels());
        metrics.gauge("sessions", "Open session channels", connections, c -> c.busySessions());
        return metrics;
    }

    @Bean
    MemoryBudget sshBudget(MemoryBudgets budgets, SshProperties settings) {
        return budgets.module("ssh", settings.memory(), "warren.ssh.memory");
    }

    @Bean
    SshStreams sshStreams(StreamProperties settings) {
        return new SshStreams(settings);
    }

    @Bean
    ConnectionSetup sshConnectionSetup(
            SshProperties settings,
            SshStreams streams,
            ObjectProvider<ForwardHandler> forwards,
            MemoryBudget sshBudget,
            InstantSource clock,
            SshMetrics metrics,
            Connections connections,
            ProxyProtocol front) {
        return new ConnectionSetup(
                settings,
                streams,
                Optional.ofNullable(forwards.getIfAvailable()),
                sshBudget,
                clock,
                metrics,
                connections,
                front);
    }

    @Bean
    SessionWorks sshSessionWorks(
            People people,
            ObjectProvider<SshCommand> commands,
            ObjectProvider<FileDrop> drops,
            ObjectProvider<SessionHandler> handler,
            MemoryBudget sshBudget) {
        return new SessionWorks(
                new CommandRunner(commands.orderedStream().toList(), people),
                drops.orderedStream().toList(),
                Optional.ofNullable(handler.getIfAvailable()),
                sshBudget);
    }

    @Bean
    Gate sshGate(SshProperties settings, InstantSource clock, SshMetrics metrics) {
        return new Gate(settings, clock, metrics);
    }

    @Bean
    LoginDoor sshLoginDoor(
            People people,
            SshProperties settings,
            InstantSource clock,
            Gate gate,
            ObjectProvider<SessionHandler> handler) {
        SessionHandler words = handler.getIfAvailable();
        return new LoginDoor(
                people,
                authorities(settings),
                clock,
                gate,
                words == null ? options -> List.of() : words::complaints);
    }

    private static Set<String> authorities(SshProperties settings) {
        if (settings.userCa() == null) {
            return Set.of();
        }
        try {
            return UserAuthorities.read(settings.userCa());
        } catch (IOException e) {
            throw new StartRefusedException("warren.ssh.user-ca: " + e.getMessage(), e);
        }
    }

    @Bean
    SshDoor sshDoor(
            ConnectionSetup setup,
            EventLoops loops,
            LoginDoor login,
            SessionWorks works,
            ObjectProvider<DirectHandler> direct,
            Gate gate,
            WarrenProperties warren) {
        return new SshDoor(
                new ServerAssembly(
                        setup, loops, login, works, Optional.ofNullable(direct.getIfAvailable())),
                gate,
                warren.dataDir().resolve("ssh"));
    }
}
