package dev.warren.feeds.commands;

import dev.warren.core.WarrenProperties;
import dev.warren.core.mail.Outbox;
import dev.warren.core.mail.ReturnedMail;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.feeds.digest.DigestRunner;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.output.OutputKeys;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.RuleBook;
import dev.warren.feeds.reader.Subscriptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the SSH command and the folder. */
@AutoConfiguration(
        afterName = {
            "dev.warren.feeds.digest.DigestAutoConfiguration",
            "dev.warren.feeds.output.OutputAutoConfiguration"
        })
class CommandsAutoConfiguration {

    @Bean
    Reading.Parts readingCommandParts(
            Subscriptions subscriptions,
            FullTexts pages,
            Entries entries,
            RuleBook rules,
            OutputKeys keys,
            WarrenProperties platform,
            ObjectProvider<FrontDoor> doors) {
        return new Reading.Parts(
                subscriptions,
                pages,
                entries,
                rules,
                keys,
                () -> FrontDoor.url(doors.stream(), platform.domain(), null));
    }

    @Bean
    SshCommand feedsCommand(
            Digests digests,
            DigestRunner runner,
            Outbox outbox,
            InstantSource clock,
            Reading.Parts reading,
            ReturnedMail returned) {
        List<FeedsSubcommand> more = new ArrayList<>(FollowCommands.all(reading));
        more.addAll(StreamCommands.all(reading));
        more.add(new FeedsSubcommand("bounce", context -> new BounceCommand(returned, context)));
        return FeedsCommand.contribution(
                new FeedsCommand.Parts(digests, runner, outbox, clock), more);
    }

    @Bean
    FileDrop feedsFolder(Digests digests, Outbox outbox) {
        return new FeedsFolder(digests, outbox);
    }
}
