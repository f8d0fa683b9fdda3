package dev.warren.tunnels.limits;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.People;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.tunnels.TunnelsProperties;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires limits of accounts and the command that shows and changes them. */
@AutoConfiguration(after = JdbcTemplateAutoConfiguration.class)
@EnableConfigurationProperties(LimitsProperties.class)
class LimitsAutoConfiguration {

    @Bean
    LimitBook limitBook(JdbcTemplate jdbc, LimitsProperties settings) {
        return new LimitBook(new DatabaseLimitStore(jdbc), settings.allowance());
    }

    @Bean
    Upkeep limitsRefresh(LimitBook book, LimitsProperties settings) {
        // known before anybody opens a tunnel; a start without the database is refused
        book.refresh();
        return new Upkeep("limits", settings.refresh(), Upkeep.EARLY + 1, book::keepUp);
    }

    @Bean
    TunnelSubcommand limitsCommand(
            LimitBook book, People people, AuditLog audit, TunnelsProperties settings) {
        var parts = new LimitsCommand.Parts(book, people, audit, settings.maxPerAccount());
        return new TunnelSubcommand("limits", context -> new LimitsCommand(parts, context));
    }
}
