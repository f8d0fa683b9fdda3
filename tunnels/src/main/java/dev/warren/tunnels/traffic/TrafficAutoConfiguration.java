package dev.warren.tunnels.traffic;

import dev.warren.core.people.People;
import dev.warren.tunnels.TunnelsProperties;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the figures of traffic and the command that shows them. */
@AutoConfiguration(after = JdbcTemplateAutoConfiguration.class)
@EnableConfigurationProperties(TrafficProperties.class)
class TrafficAutoConfiguration {

    @Bean
    TrafficStore trafficStore(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new DatabaseTrafficStore(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    TrafficBook trafficBook(TrafficStore store, TunnelsProperties settings, InstantSource clock) {
        // as many again have gone lately, or wait for the database
        return new TrafficBook(store, clock, 2 * settings.maxTotal());
    }

    /** Ends after the doors, so that the last figures are written too. */
    @Bean
    TrafficWriter trafficWriter(
            TrafficBook book,
            TrafficStore store,
            Tunnels tunnels,
            TrafficProperties settings,
            InstantSource clock) {
        return new TrafficWriter(book, store, tunnels, settings, clock);
    }

    @Bean
    TunnelSubcommand statsCommand(TrafficBook book, People people) {
        return new TunnelSubcommand("stats", context -> new StatsCommand(book, people, context));
    }
}
