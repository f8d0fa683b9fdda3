package dev.warren.feeds.source;

import dev.warren.feeds.it.RunningFeeds;

/** Runs what is otherwise run now and then. */
public final class SourceChores {

    private SourceChores() {}

    /** Once, now. */
    public static void run(RunningFeeds feeds) {
        feeds.bean(SourceUpkeep.class).run();
    }
}
