package dev.warren.core.people.service;

import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.database.Database;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.People;
import dev.warren.core.upkeep.Upkeep;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires people. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties({WarrenProperties.class, PeopleProperties.class})
class PeopleAutoConfiguration {

    @Bean
    MemoryBudget peopleBudget(MemoryBudgets budgets, PeopleProperties properties) {
        return budgets.module("people", properties.memory(), "warren.people.memory");
    }

    @Bean
    PeopleIndex peopleIndex(
            MemoryBudget peopleBudget, ApplicationEventPublisher publisher, InstantSource clock) {
        return new PeopleIndex(peopleBudget, publisher, clock);
    }

    @Bean
    PeopleRows peopleRows(JdbcClient jdbc) {
        return new PeopleRows(jdbc);
    }

    @Bean
    PeopleChanges peopleChanges(
            PeopleIndex index,
            PeopleRows rows,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        return new PeopleChanges(index, rows, jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    PeopleParts peopleParts(
            PeopleIndex index,
            PeopleChanges changes,
            PeopleRows rows,
            AuditLog audit,
            InstantSource clock) {
        return new PeopleParts(index, changes, rows, audit, clock);
    }

    @Bean
    RegistrationPolicy registrationPolicy(WarrenProperties warren, Database database) {
        return RegistrationPolicy.of(warren, database);
    }

    @Bean
    Registrar registrar(
            RegistrationPolicy policy,
            PeopleProperties limits,
            PeopleParts parts,
            SecureRandom random) {
        return new Registrar(policy, limits, parts, new AccountNames(random));
    }

    @Bean
    TokenService tokenService(PeopleParts parts, SecureRandom random, PeopleProperties limits) {
        return new TokenService(parts, new Secrets(random), limits.maxTokens());
    }

    @Bean
    PeopleUpkeep peopleUpkeep(PeopleParts parts, Registrar registrar, TokenService tokens) {
        return new PeopleUpkeep(parts, registrar, tokens);
    }

    @Bean
    Upkeep peopleRefresh(PeopleUpkeep task, PeopleProperties limits) {
        return new Upkeep("people", limits.refresh(), Upkeep.EARLY, task);
    }

    @Bean
    LoginCodes loginCodes(PeopleParts parts, SecureRandom random, JdbcClient jdbc) {
        return new LoginCodes(parts, new Secrets(random), jdbc);
    }

    @Bean
    @DependsOn("peopleUpkeep")
    People people(
            PeopleIndex index,
            RegistrationPolicy policy,
            Registrar registrar,
            LoginCodes loginCodes,
            PeopleService.Rooms rooms) {
        return new PeopleService(index, policy.mode(), registrar, loginCodes, rooms);
    }

    @Bean
    PeopleService.Rooms peopleRooms(
            PeopleParts parts, TokenService tokens, SecureRandom random, PeopleProperties limits) {
        return new PeopleService.Rooms(
                new KeyService(parts, limits.maxKeys()),
                tokens,
                new InviteService(parts, new Secrets(random), limits),
                new AdministrationService(parts));
    }
}
