package dev.warren.app.start;

import dev.warren.feeds.FeedsTool;
import java.util.List;

/** The program that shows what is in a feed. */
public final class FeedsProgram {

    private FeedsProgram() {}

    /** Ends the process, with status 1 when it is no feed. */
    public static void main(String... args) {
        System.exit(FeedsTool.run(List.of(args), System.in, System.out, System.err));
    }
}
