package dev.warren.core.people.service;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of accounts.
 *
 * @param maxAccounts accounts at most
 * @param maxKeys SSH keys of one account at most
 * @param maxTokens API tokens of one account at most
 * @param usersMayInvite whether users may make invite codes, or administrators only
 * @param inviteLife how long an invite code is good
 * @param refresh how often changes by other nodes are looked for
 * @param memory what the index of accounts, keys and tokens may take
 */
@ConfigurationProperties("warren.people")
record PeopleProperties(
        @DefaultValue("10000") int maxAccounts,
        @DefaultValue("20") int maxKeys,
        @DefaultValue("50") int maxTokens,
        @DefaultValue("false") boolean usersMayInvite,
        @DefaultValue("7d") Duration inviteLife,
        @DefaultValue("3s") Duration refresh,
        @DefaultValue("16MB") DataSize memory) {

    PeopleProperties {
        Settings.of("warren.people")
                .between("max-accounts", maxAccounts, 1, 1_000_000)
                .between("max-keys", maxKeys, 1, 1000)
                .between("max-tokens", maxTokens, 1, 1000)
                .between("invite-life", inviteLife, Duration.ofMinutes(1), Duration.ofDays(365))
                .between("refresh", refresh, Duration.ofMillis(100), Duration.ofMinutes(10))
                .between("memory", memory, DataSize.ofKilobytes(64), DataSize.ofGigabytes(4))
                .done();
    }
}
