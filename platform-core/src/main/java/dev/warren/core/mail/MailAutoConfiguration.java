package dev.warren.core.mail;

import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.upkeep.Upkeep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires mail that leaves. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(MailProperties.class)
class MailAutoConfiguration {

    private static final Duration EVERY = Duration.ofMinutes(1);

    @Bean
    MemoryBudget mailBudget(MemoryBudgets budgets, MailProperties settings) {
        return budgets.module("mail", settings.memory(), "warren.mail.memory");
    }

    @Bean
    MailRows mailRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new MailRows(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    MailMetrics mailMetrics(ObjectProvider<MeterRegistry> meters) {
        return new MailMetrics(meters.getIfAvailable(() -> Metrics.globalRegistry));
    }

    @Bean
    Outbox outbox(
            MailRows rows,
            MailProperties settings,
            WarrenProperties platform,
            InstantSource clock) {
        return new DatabaseOutbox(
                rows,
                new Outbox.Sender(settings.fromName(), from(settings, platform)),
                folder(settings, platform),
                Math.toIntExact(settings.maxMessage().toBytes()),
                clock);
    }

    private static MailAddress from(MailProperties settings, WarrenProperties platform) {
        String from = settings.from();
        return new MailAddress(from == null ? "warren@" + platform.domain() : from);
    }

    private static Optional<Path> folder(MailProperties settings, WarrenProperties platform) {
        return settings.host() == null
                ? Optional.of(platform.dataDir().resolve("outbox"))
                : Optional.empty();
    }

    @Bean
    @ConditionalOnProperty("warren.mail.bounces")
    ReturnPath returnPath(MailProperties settings, SecretBox secrets) {
        String bounces = Objects.requireNonNull(settings.bounces());
        return new ReturnPath(new MailAddress(bounces), secrets.derive("core.mail.returns"));
    }

    @Bean
    ReturnedMail returnedMail(
            MailRows rows,
            ObjectProvider<MailListener> listeners,
            @Qualifier("mailBudget") MemoryBudget budget,
            Optional<ReturnPath> returns,
            InstantSource clock) {
        return new ReturnedMail(returns, rows, listeners.orderedStream().toList(), budget, clock);
    }

    @Bean
    Delivery mailDelivery(
            MailProperties settings, WarrenProperties platform, Optional<ReturnPath> returns) {
        Optional<Path> folder = folder(settings, platform);
        if (folder.isPresent()) {
            return new FolderDelivery(folder.get());
        }
        MailAddress from = from(settings, platform);
        String domain = settings.dkimDomain() == null ? from.domain() : settings.dkimDomain();
        Optional<DkimKey> key =
                Optional.ofNullable(settings.dkimKey())
                        .map(file -> DkimKey.read(Path.of(file), domain, settings.dkimSelector()));
        return new SmtpDelivery(SmtpDelivery.session(settings, from), settings, key, returns);
    }

    @Bean
    MailSender mailSender(
            MailRows rows,
            Delivery delivery,
            ObjectProvider<MailListener> listeners,
            @Qualifier("mailBudget") MemoryBudget budget,
            MailMetrics metrics,
            MailProperties settings,
            SecureRandom random,
            InstantSource clock) {
        return new MailSender(
                new MailTurn.Parts(
                        rows,
                        delivery,
                        new MailBackoff(settings.retry(), random),
                        listeners.orderedStream().toList(),
                        budget,
                        metrics,
                        settings,
                        clock));
    }

    @Bean
    Upkeep mailUpkeep(
            MailRows rows,
            Outbox outbox,
            MailProperties settings,
            MailMetrics metrics,
            InstantSource clock) {
        return new Upkeep(
                "mail-old",
                EVERY,
                Upkeep.EARLY + 2,
                new MailUpkeep(rows, outbox.folder(), settings.keep(), metrics, clock));
    }
}
