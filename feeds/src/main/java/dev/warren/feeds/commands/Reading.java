package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.output.OutputKeys;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.RuleBook;
import dev.warren.feeds.reader.Subscriptions;
import java.net.URI;
import java.util.function.Supplier;

/** One call of a command about feeds that one reads. Confined to one thread. */
abstract class Reading {

    final Parts parts;
    final Call call;

    Reading(Parts parts, CommandContext context) {
        this.parts = parts;
        this.call = new Call(context);
    }

    /**
     * What the commands use.
     *
     * @param base this server's address as the world has it, without a slash at the end
     */
    record Parts(
            Subscriptions subscriptions,
            FullTexts pages,
            Entries entries,
            RuleBook rules,
            OutputKeys keys,
            Supplier<URI> base) {}
}
