package dev.warren.tunnels.inspect;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.People;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.inspect.ssh.InspectCommands;
import dev.warren.tunnels.inspect.ssh.InspectTools;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the inspector of tunnels. */
@AutoConfiguration
@EnableConfigurationProperties(InspectProperties.class)
class InspectAutoConfiguration {

    private static final Duration SWEEP = Duration.ofSeconds(5);

    /** What those who look at recordings may hold at a time besides copies of them, in bytes. */
    private static final long VIEWS = 24L << 20;

    /** Two directions, each as it was kept and once more as it is read, for two who look. */
    private static final long COPIES = 8;

    @Bean
    Inspector tunnelInspector(
            InspectProperties settings,
            @Qualifier("tunnelsMemory") MemoryBudget memory,
            Optional<SpillRing> spill,
            MeterRegistry registry,
            InstantSource clock) {
        MemoryBudget budget = memory.child("capture", settings.memory().toBytes());
        return new Inspector(settings, budget, spill, registry, clock);
    }

    @Bean
    @ConditionalOnProperty("warren.tunnels.inspect.spill")
    SpillRing tunnelSpill(
            InspectProperties settings,
            WarrenProperties platform,
            @Qualifier("tunnelsMemory") MemoryBudget memory) {
        long size = Objects.requireNonNull(settings.spill()).toBytes();
        try {
            Files.createDirectories(platform.dataDir());
            return SpillRing.open(platform.dataDir().resolve("inspect.spill"), size, memory);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "warren.tunnels.inspect.spill: %s (expected: a folder to write to: %s)"
                            .formatted(e, platform.dataDir()));
        }
    }

    @Bean
    Views tunnelViews(InspectProperties settings, @Qualifier("tunnelsMemory") MemoryBudget memory) {
        long limit = VIEWS + COPIES * settings.body().toBytes();
        MemoryBudget budget = memory.child("views", Math.min(limit, memory.limit()));
        return new Views(budget, (int) settings.view().toBytes());
    }

    @Bean
    Access tunnelInspectorAccess(Inspector inspector, People people, AuditLog audit) {
        return new Access(inspector, people, audit);
    }

    @Bean
    InspectTools tunnelInspectTools(
            Inspector inspector, Views views, Access access, Tunnels tunnels) {
        return new InspectTools(inspector, views, access, tunnels);
    }

    @Bean
    TunnelSubcommand tunnelsWatch(InspectTools tools) {
        return InspectCommands.watch(tools);
    }

    @Bean
    TunnelSubcommand tunnelsInspect(InspectTools tools) {
        return InspectCommands.inspect(tools);
    }

    @Bean
    Replayer tunnelReplayer(
            InspectProperties settings,
            Views views,
            Inspector inspector,
            @Qualifier("tunnelsMemory") MemoryBudget memory) {
        return new Replayer(views, inspector, memory, (int) settings.view().toBytes());
    }

    @Bean
    TunnelSubcommand tunnelsReplay(InspectTools tools, Replayer replayer) {
        return InspectCommands.replay(tools, replayer);
    }

    @Bean
    Upkeep tunnelInspectorUpkeep(Inspector inspector) {
        return new Upkeep("inspector", SWEEP, Upkeep.DEFAULT_PHASE, inspector::sweep);
    }
}
