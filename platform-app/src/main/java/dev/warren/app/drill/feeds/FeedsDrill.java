package dev.warren.app.drill.feeds;

import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can go wrong with feeds, part by part; each starts a Warren of its own. */
public final class FeedsDrill implements Experiment {

    private static final List<FeedsPart> PARTS =
            List.of(new HostileFeeds(), new MailTrouble(), new DigestKills());

    /** A part that can be run by itself. */
    interface FeedsPart {

        /** One word, for {@code --only}. */
        String name();

        /** What goes wrong, as a heading and a sentence. */
        Part.Section section();

        /** Its own options. */
        List<Option> options();

        /** Starts what it needs, breaks it, and judges. */
        void run(Run run) throws Exception;
    }

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public String summary() {
        return "hostile feeds, clocks that are set, bad mail servers, kill -9 at every step: "
                + String.join(", ", names());
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(new Option("only", "all", "some of " + String.join(",", names())));
        PARTS.forEach(part -> options.addAll(part.options()));
        return List.copyOf(options);
    }

    private static List<String> names() {
        return PARTS.stream().map(FeedsPart::name).toList();
    }

    @Override
    public void run(Run run) throws Exception {
        Set<String> chosen = run.options().words("only", names());
        for (FeedsPart part : PARTS) {
            if (chosen.contains(part.name())) {
                run.report().add(part.section());
                part.run(run);
            }
        }
    }
}
