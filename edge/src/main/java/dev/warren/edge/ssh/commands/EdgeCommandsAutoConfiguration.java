package dev.warren.edge.ssh.commands;

import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.People;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.SshConnections;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Contributes the commands that concern people and the platform as a whole. */
@AutoConfiguration
@EnableConfigurationProperties(EdgeCommandsAutoConfiguration.ConsoleProperties.class)
class EdgeCommandsAutoConfiguration {

    /**
     * The console as users reach it.
     *
     * @param url its address without a slash at the end; unset means the platform's domain on the
     *     HTTP port
     */
    @ConfigurationProperties("warren.console")
    record ConsoleProperties(@Nullable URI url) {}

    @Bean
    SshCommand whoamiCommand(People people) {
        return PeopleCommands.whoami(people);
    }

    @Bean
    SshCommand keysCommand(People people) {
        return PeopleCommands.keys(people);
    }

    @Bean
    SshCommand tokenCommand(People people) {
        return PeopleCommands.token(people);
    }

    @Bean
    SshCommand loginCommand(
            People people,
            ConsoleProperties console,
            WarrenProperties settings,
            ObjectProvider<FrontDoor> doors) {
        return PeopleCommands.login(
                people, new ConsoleLink(console.url(), settings, doors::stream));
    }

    @Bean
    SshCommand inviteCommand(People people) {
        return PeopleCommands.invite(people);
    }

    @Bean
    SshCommand statusCommand(
            MemoryBudgets budgets, SshConnections connections, ObjectProvider<FrontDoor> doors) {
        return PeopleCommands.status(budgets, connections, doors::orderedStream);
    }

    @Bean
    SshCommand adminCommand(
            People people, SshConnections connections, MemoryBudgets budgets, AuditLog audit) {
        return PeopleCommands.admin(people, connections, budgets, audit);
    }

    @Bean
    FileDrop keysDrop(People people) {
        return new KeysDrop(people);
    }
}
