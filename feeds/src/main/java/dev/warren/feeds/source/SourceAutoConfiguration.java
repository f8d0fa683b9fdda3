package dev.warren.feeds.source;

import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.upkeep.Upkeep;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the feeds that are fetched. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(PaceProperties.class)
class SourceAutoConfiguration {

    /** Longer than anything that is done with a claim. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Duration EVERY = Duration.ofMinutes(1);

    @Bean
    SourceRows feedsSourceRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new SourceRows(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Sources feedsSources(
            SourceRows rows, ObjectProvider<SecretBox> secrets, ObjectProvider<OutboundHttp> http) {
        return new Sources(rows, secrets::getObject, http::getObject);
    }

    @Bean
    Spacing feedsSpacing(PaceProperties settings) {
        return new Spacing(settings);
    }

    @Bean
    Claims feedsClaims(JdbcClient jdbc, Spacing spacing, ObjectProvider<SecretBox> secrets) {
        return new Claims(
                new ClaimRows(jdbc, CLAIM),
                new ResultRows(jdbc, spacing),
                spacing,
                secrets::getObject);
    }

    @Bean
    SourceUpkeep feedsSourceUpkeep(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ObjectProvider<SourceMoved> listeners) {
        Merge merge = new Merge(jdbc, () -> listeners.orderedStream().toList());
        return new SourceUpkeep(
                new UpkeepRows(jdbc),
                new Adoption(jdbc, new TransactionTemplate(transactions), merge));
    }

    @Bean
    Upkeep feedsSourceRounds(SourceUpkeep upkeep) {
        return new Upkeep("feed-sources", EVERY, Upkeep.DEFAULT_PHASE, upkeep::run);
    }
}
