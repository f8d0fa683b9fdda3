package dev.warren.edge.acme;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.database.ModuleSchema;
import dev.warren.core.events.CertificateNotIssued;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.People;
import dev.warren.core.secrets.SecretBox;
import dev.warren.edge.http.CertificateNames;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.proxy.RouteTable;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.SshCommand;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires certificates by ACME, when there is a directory to order them from. */
@AutoConfiguration(
        after = JdbcClientAutoConfiguration.class,
        afterName = "dev.warren.edge.http.EdgeHttpAutoConfiguration",
        beforeName = "dev.warren.edge.http.tls.EdgeTlsAutoConfiguration")
@ConditionalOnProperty("warren.https.acme.directory")
@EnableConfigurationProperties(AcmeProperties.class)
class AcmeAutoConfiguration {

    @Bean
    ModuleSchema edgeSchema() {
        return new ModuleSchema("edge");
    }

    @Bean
    CertificateRows certificateRows(JdbcClient jdbc) {
        return new CertificateRows(jdbc);
    }

    @Bean
    Challenges acmeChallenges(JdbcClient jdbc, InstantSource clock) {
        return new Challenges(jdbc, clock);
    }

    @Bean
    AcmeNames acmeNames(AcmeProperties settings) {
        return new AcmeNames(settings);
    }

    @Bean
    OnDemand certificatesOnDemand(AcmeNames names, AcmeProperties settings, InstantSource clock) {
        return new OnDemand(names, settings.onDemand(), clock);
    }

    @Bean
    AcmeCertificates acmeCertificates(
            CertificateRows rows,
            Challenges challenges,
            SecretBox secrets,
            OnDemand onDemand,
            InstantSource clock) {
        return new AcmeCertificates(rows, challenges, secrets, onDemand, clock);
    }

    @Bean
    ChallengeTarget challengeTarget(
            AcmeCertificates certificates,
            @Qualifier("httpBudget") MemoryBudget budget,
            RouteTable routes) {
        ChallengeTarget target = new ChallengeTarget(certificates, budget);
        routes.everyHost(target);
        return target;
    }

    @Bean
    Authority acmeAuthority(
            AcmeProperties settings, JdbcClient jdbc, SecretBox secrets, InstantSource clock) {
        return new Authority(settings, jdbc, secrets, clock);
    }

    @Bean
    Claims acmeClaims(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AcmeProperties settings,
            InstantSource clock) {
        return new Claims(
                jdbc,
                new TransactionTemplate(transactions),
                settings,
                UUID.randomUUID().toString(),
                clock);
    }

    @Bean
    AcmeMetrics acmeMetrics(MeterRegistry registry) {
        return new AcmeMetrics(registry);
    }

    @Bean
    OrderRun.Parts orderParts(
            Authority authority,
            CertificateRows rows,
            SecretBox secrets,
            Challenges challenges,
            AcmeProperties settings,
            InstantSource clock) {
        return new OrderRun.Parts(authority, rows, secrets, proofs(settings, challenges), clock);
    }

    private static List<Proof> proofs(AcmeProperties settings, Challenges challenges) {
        List<Proof> proofs = new ArrayList<>();
        for (String kind : settings.challenges()) {
            switch (kind) {
                case "http-01" ->
                        proofs.add(
                                new ServedProof(
                                        Challenges.Kind.HTTP, challenges, settings.refresh()));
                case "tls-alpn-01" ->
                        proofs.add(
                                new ServedProof(
                                        Challenges.Kind.TLS, challenges, settings.refresh()));
                default ->
                        proofs.add(
                                new DnsProof(
                                        settings.dns(),
                                        new DnsZone(settings.dns(), settings.requestTimeout())));
            }
        }
        return proofs;
    }

    @Bean
    Orders acmeOrders(
            OrderRun.Parts parts,
            Claims claims,
            AcmeMetrics metrics,
            AcmeProperties settings,
            SecureRandom random,
            People people,
            ApplicationEventPublisher publisher) {
        return new Orders(
                parts,
                claims,
                metrics,
                settings.orderTimeout(),
                new Backoff(settings.retry(), random),
                failed -> tellOwner(failed, people, publisher));
    }

    private static void tellOwner(
            Orders.Unissued failed, People people, ApplicationEventPublisher publisher) {
        CertificateRow row = failed.row();
        if (row.owner().isPresent()) {
            people.account(row.owner().getAsLong())
                    .map(owner ->
                            new CertificateNotIssued(
                                    row.name(), owner.name(), failed.words(), failed.at()))
                    .ifPresent(publisher::publishEvent);
        }
    }

    /** Depends on the doors, so that they are open before the first authority looks, and longer. */
    @Bean
    AcmeWork acmeWork(
            AcmeWork.Parts parts,
            AcmeProperties settings,
            HttpsProperties https,
            List<FrontDoor> doors,
            InstantSource clock) {
        if (https.port() == null || doors.isEmpty()) {
            throw new StartRefusedException(
                    "warren.https.acme.directory: %s (expected: warren.https.port to be set)"
                            .formatted(settings.directory()));
        }
        return new AcmeWork(parts, settings, clock);
    }

    @Bean
    AcmeWork.Parts acmeParts(
            OrderRun.Parts parts,
            Names names,
            Challenges challenges,
            AcmeCertificates certificates,
            Claims claims,
            Orders orders,
            OnDemand onDemand,
            SecureRandom random,
            AcmeMetrics metrics,
            InstantSource clock) {
        metrics.watch(names.all().configured(), certificates::rows, clock);
        return new AcmeWork.Parts(
                parts.authority(),
                names.all(),
                parts.rows(),
                challenges,
                certificates,
                claims,
                orders,
                onDemand,
                new RenewalInfos(parts.authority(), parts.rows(), clock, random),
                metrics);
    }

    /** The names, once all who vouch for some are there. */
    record Names(AcmeNames all) {}

    @Bean
    Names loadedNames(
            AcmeNames names, ObjectProvider<CertificateNames> modules, WarrenProperties platform) {
        names.load(Set.of(platform.domain()), modules.orderedStream().toList());
        return new Names(names);
    }

    @Bean
    SshCommand certsCommand(
            CertificateRows rows, People people, AuditLog audit, InstantSource clock) {
        CertsCommand.Parts parts = new CertsCommand.Parts(rows, people, audit, clock);
        return new SshCommand(
                "certs",
                "list and renew the certificates that are ordered by ACME",
                true,
                context -> new CertsCommand(parts, context));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class Observed {

        @Bean
        HealthIndicator certificatesHealthIndicator(
                AcmeCertificates certificates, AcmeProperties settings, InstantSource clock) {
            return new AcmeHealth(certificates::rows, settings.warnBefore(), clock);
        }
    }
}
