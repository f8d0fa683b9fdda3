package dev.warren.tunnels;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.TlsRoutes;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.tunnels.live.AccountGates;
import dev.warren.tunnels.live.Exposures;
import dev.warren.tunnels.live.NameRules;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.live.Traffic;
import dev.warren.tunnels.live.TunnelMetrics;
import dev.warren.tunnels.live.TunnelReport;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.naming.ForwardKinds;
import dev.warren.tunnels.net.OfflineWords;
import dev.warren.tunnels.net.TunnelExposures;
import dev.warren.tunnels.net.UnknownTunnels;
import dev.warren.tunnels.options.Equipment;
import dev.warren.tunnels.options.OptionWords;
import dev.warren.tunnels.policy.Countries;
import dev.warren.tunnels.policy.Policies;
import dev.warren.tunnels.policy.SignOn;
import dev.warren.tunnels.ssh.TunnelDirects;
import dev.warren.tunnels.ssh.TunnelForwards;
import dev.warren.tunnels.ssh.TunnelSessions;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import dev.warren.tunnels.ssh.TunnelsCommand;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Wires the tunnels: what they are called, who may have how many, and the doors they use. */
@AutoConfiguration
@EnableConfigurationProperties(TunnelsProperties.class)
class TunnelsAutoConfiguration {

    /** Accounts that may have bytes on their way at the same time. */
    private static final int MOST_OWNERS = 10_000;

    @Bean
    MemoryBudget tunnelsMemory(MemoryBudgets budgets, TunnelsProperties settings) {
        return budgets.module("tunnels", settings.memory(), "warren.tunnels.memory");
    }

    @Bean
    PublicAddresses tunnelAddresses(
            TunnelsProperties settings, WarrenProperties warren, ObjectProvider<FrontDoor> doors) {
        String domain = settings.domain();
        Integer port = settings.publicPort();
        return new PublicAddresses(
                domain == null ? warren.host("tuns") : domain,
                warren.domain(),
                host -> FrontDoor.url(doors.stream(), host, port));
    }

    @Bean
    TunnelMetrics tunnelMetrics(MeterRegistry registry) {
        return new TunnelMetrics(registry);
    }

    @Bean
    Exposures tunnelExposures(
            HttpRoutes routes,
            TlsRoutes passed,
            BackendTls tls,
            BackendHttp2 http2,
            ProxyProtocol front,
            EventLoops loops,
            TunnelsProperties settings,
            Onlookers onlookers,
            InstantSource clock) {
        return new TunnelExposures(
                new TunnelExposures.Doors(routes, passed, tls, http2, front),
                loops,
                address(settings.tcpAddress()),
                onlookers,
                clock);
    }

    @Bean
    TunnelReport tunnelReport(
            TunnelMetrics metrics,
            PublicAddresses addresses,
            ApplicationEventPublisher events,
            ObjectProvider<Traffic> traffic,
            InstantSource clock) {
        return new TunnelReport(
                metrics,
                addresses,
                events::publishEvent,
                traffic.getIfAvailable(() -> Traffic.NONE),
                clock);
    }

    @Bean
    Tunnels.Bounds tunnelBounds(
            TunnelsProperties settings,
            @Qualifier("tunnelsMemory") MemoryBudget memory,
            ObjectProvider<AccountGates> gates) {
        return new Tunnels.Bounds(
                settings.limits(),
                memory.owners(MOST_OWNERS, settings.memoryPerAccount().toBytes()),
                gates.getIfAvailable(() -> AccountGates.OPEN));
    }

    @Bean
    Policies tunnelPolicies(
            ObjectProvider<Countries> countries,
            ObjectProvider<SignOn> signOn,
            TunnelsProperties settings) {
        return new Policies(
                countries.getIfAvailable(() -> Countries.NONE),
                Optional.ofNullable(signOn.getIfAvailable()),
                (int) settings.webhookBody().toBytes());
    }

    @Bean
    Tunnels.Naming tunnelNaming(
            PublicAddresses addresses,
            TunnelsProperties settings,
            InstantSource clock,
            ObjectProvider<NameRules> rules,
            Policies policies) {
        return new Tunnels.Naming(
                new ForwardKinds(addresses.tunnelsDomain(), settings.reservedNames()),
                addresses,
                new OptionWords(
                        clock,
                        new Equipment(
                                addresses::isSecure,
                                policies.countries() != Countries.NONE,
                                policies.signOn().isPresent())),
                rules.getIfAvailable(() -> NameRules.NONE),
                policies);
    }

    @Bean
    Tunnels tunnels(
            Tunnels.Naming naming,
            Tunnels.Bounds bounds,
            Exposures exposures,
            TunnelReport report,
            InstantSource clock) {
        return new Tunnels(
                naming, bounds, exposures, report, new Tunnels.Sources(clock, new SecureRandom()));
    }

    @Bean
    ForwardHandler tunnelForwards(Tunnels tunnels) {
        return new TunnelForwards(tunnels);
    }

    @Bean
    DirectHandler tunnelDirects(
            Tunnels tunnels, @Qualifier("tunnelsMemory") MemoryBudget memory, InstantSource clock) {
        return new TunnelDirects(tunnels, memory, clock);
    }

    @Bean
    SessionHandler tunnelSessions(Tunnels tunnels) {
        return new TunnelSessions(tunnels);
    }

    @Bean
    SshCommand tunnelsCommand(
            Tunnels tunnels, AuditLog audit, ObjectProvider<TunnelSubcommand> more) {
        return TunnelsCommand.contribution(tunnels, audit, more.orderedStream().toList());
    }

    @Bean
    TunnelsLifecycle tunnelsLifecycle(
            Tunnels tunnels,
            TunnelMetrics metrics,
            TunnelsProperties settings,
            UnknownTunnels unknown,
            HttpRoutes routes) {
        return new TunnelsLifecycle(
                tunnels,
                metrics,
                settings.drainTime(),
                () -> {
                    String domain = tunnels.addresses().tunnelsDomain();
                    routes.put(domain, "/", unknown);
                    routes.put("*." + domain, "/", unknown);
                });
    }

    @Bean
    UnknownTunnels unknownTunnels(
            @Qualifier("tunnelsMemory") MemoryBudget memory, ObjectProvider<OfflineWords> words) {
        return new UnknownTunnels(memory, words.getIfAvailable(() -> OfflineWords.NONE));
    }

    private static InetAddress address(String literal) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(literal);
        if (address == null) {
            throw new StartRefusedException(
                    "warren.tunnels.tcp-address: %s (expected: an IP address)".formatted(literal));
        }
        return address;
    }
}
