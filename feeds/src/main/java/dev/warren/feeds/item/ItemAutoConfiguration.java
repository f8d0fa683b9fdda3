package dev.warren.feeds.item;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the items. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
class ItemAutoConfiguration {

    @Bean
    Items feedsItems(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ObjectProvider<ItemListener> listeners) {
        return new Items(
                new ItemRows(jdbc),
                new TransactionTemplate(transactions),
                () -> listeners.orderedStream().toList());
    }
}
