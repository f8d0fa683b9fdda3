package dev.warren.tunnels.names;

import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.database.ModuleSchema;
import dev.warren.core.people.People;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.edge.http.CertificateNames;
import dev.warren.edge.http.HttpProperties;
import dev.warren.tunnels.TunnelsProperties;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.net.OfflineWords;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires kept names. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(NamesProperties.class)
class NamesAutoConfiguration {

    private static final String AWAY =
            "The tunnel of this address is not connected now. Its owner keeps the name, so it may"
                    + " come back.";

    @Bean
    ModuleSchema tunnelsSchema() {
        return new ModuleSchema("tunnels");
    }

    @Bean
    NameStore nameStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new DatabaseNameStore(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    NameBook nameBook(
            NameStore store,
            PublicAddresses addresses,
            NamesProperties settings,
            TunnelsProperties tunnels,
            InstantSource clock) {
        return new NameBook(
                store,
                addresses,
                new NameBook.Limits(settings.maxPerAccount(), tunnels.tcpPorts()),
                clock);
    }

    @Bean
    Upkeep namesRefresh(NameBook book, NamesProperties settings) {
        // filled before anybody asks; a start without the database is refused
        book.refresh();
        return new Upkeep("names", settings.refresh(), Upkeep.EARLY + 1, book::keepUp);
    }

    @Bean
    DomainProofs domainProofs(NamesProperties settings, InstantSource clock) {
        return new DomainProofs(
                new DnsTxtRecords(Optional.ofNullable(settings.resolver()), settings.dnsTimeout()),
                clock);
    }

    @Bean
    DomainWatch domainWatch(
            JdbcClient jdbc,
            DomainProofs proofs,
            NamesProperties settings,
            ApplicationEventPublisher events,
            InstantSource clock) {
        return new DomainWatch(
                new DomainWatchStore(jdbc), proofs, rhythm(settings), events::publishEvent, clock);
    }

    private static DomainWatch.Rhythm rhythm(NamesProperties settings) {
        return new DomainWatch.Rhythm(settings.prove(), settings.proveMisses());
    }

    @Bean
    BoundDomains boundDomains(
            NameBook book,
            Tunnels tunnels,
            DomainProofs proofs,
            NamesProperties settings,
            InstantSource clock) {
        return new BoundDomains(new UnkeptDomains(book, tunnels), proofs, rhythm(settings), clock);
    }

    @Bean
    Upkeep domainUpkeep(
            DomainWatch watch, BoundDomains bound, Tunnels tunnels, NamesProperties settings) {
        watch.refresh();
        var closing = new SuspendedTunnels(watch, bound, tunnels);
        return new Upkeep("domains", settings.refresh(), Upkeep.DEFAULT_PHASE, closing::keepUp);
    }

    @Bean
    BookRules nameRules(
            NameBook book,
            DomainProofs proofs,
            DomainWatch watch,
            WarrenProperties warren,
            HttpProperties http) {
        return new BookRules(book, proofs, watch, warren.domain(), http.platformHosts());
    }

    @Bean
    CertificateNames nameCertificates(NameBook book, DomainWatch watch, Tunnels tunnels) {
        return new NameCertificates(book, watch, tunnels);
    }

    @Bean
    OfflineWords offlineWords(NameBook book) {
        return host -> book.webName(host).map(kept -> kept.page().orElse(AWAY));
    }

    @Bean
    TunnelSubcommand reserveCommand(NameBook book, AuditLog audit) {
        return new TunnelSubcommand(
                "reserve", context -> new ReserveCommand(new NameCommands(book, audit, context)));
    }

    @Bean
    TunnelSubcommand releaseCommand(NameBook book, AuditLog audit) {
        return new TunnelSubcommand(
                "release", context -> new ReleaseCommand(new NameCommands(book, audit, context)));
    }

    @Bean
    TunnelSubcommand namesCommand(NameBook book, AuditLog audit) {
        return new TunnelSubcommand("names", context -> new NameCommands(book, audit, context));
    }

    @Bean
    DomainsCommand.Parts domainsParts(
            NameBook book, BookRules rules, DomainWatch watch, People people, AuditLog audit) {
        return new DomainsCommand.Parts(book, rules, watch, people, audit);
    }

    @Bean
    TunnelSubcommand domainsCommand(DomainsCommand.Parts parts) {
        return new TunnelSubcommand("domains", context -> new DomainsCommand(parts, context));
    }
}
