package dev.warren.feeds.item;

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
import org.springframework.util.function.SingletonSupplier;

/** Wires the items. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(RetentionProperties.class)
class ItemAutoConfiguration {

    private static final Duration EVERY = Duration.ofHours(1);

    @Bean
    Items feedsItems(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ObjectProvider<ItemListener> listeners) {
        return new Items(
                new ItemRows(jdbc),
                new TransactionTemplate(transactions),
                SingletonSupplier.of(() -> listeners.orderedStream().toList()));
    }

    @Bean
    Retention feedsRetention(JdbcClient jdbc, RetentionProperties settings) {
        return new Retention(jdbc, settings);
    }

    @Bean
    Upkeep feedsItemUpkeep(Retention retention) {
        return new Upkeep("feed-items", EVERY, Upkeep.DEFAULT_PHASE, retention::run);
    }
}
