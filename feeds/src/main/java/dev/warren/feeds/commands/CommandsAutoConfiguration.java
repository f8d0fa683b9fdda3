package dev.warren.feeds.commands;

import dev.warren.core.mail.Outbox;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.feeds.digest.DigestRunner;
import dev.warren.feeds.digest.Digests;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the SSH command and the folder. */
@AutoConfiguration(afterName = "dev.warren.feeds.digest.DigestAutoConfiguration")
class CommandsAutoConfiguration {

    @Bean
    SshCommand feedsCommand(
            Digests digests,
            DigestRunner runner,
            Outbox outbox,
            InstantSource clock,
            ObjectProvider<FeedsSubcommand> more) {
        return FeedsCommand.contribution(
                new FeedsCommand.Parts(digests, runner, outbox, clock),
                more.orderedStream().toList());
    }

    @Bean
    FileDrop feedsFolder(Digests digests, Outbox outbox) {
        return new FeedsFolder(digests, outbox);
    }
}
