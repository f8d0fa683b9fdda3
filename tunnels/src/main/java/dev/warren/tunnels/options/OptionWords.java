package dev.warren.tunnels.options;

import dev.warren.tunnels.naming.Plain;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code key=value} words, from an SSH command or from the login name, into options. With the
 * name of a forward in front, {@code web:key=value}, a word is for that forward alone. A word that
 * cannot be read costs a complaint and nothing else: the other words still count.
 */
public final class OptionWords {

    private static final int MOST_WORDS = 64;
    private static final int LONGEST_WORD = 2000;
    private static final int LONGEST_NAME = 255;

    private final Map<String, OptionWord> catalog;
    private final Equipment server;

    /** On a server that has everything. */
    public OptionWords(InstantSource clock) {
        this(clock, Equipment.ALL);
    }

    /** On {@code server}. */
    public OptionWords(InstantSource clock, Equipment server) {
        this.server = server;
        this.catalog = OptionCatalog.words(clock, server);
    }

    /**
     * One option as it was said.
     *
     * @param forward what the forward it is for is called, lower case, or empty for all
     */
    public record Said(String forward, TunnelOption option) {}

    /**
     * What words came to.
     *
     * @param said what was set, in order
     * @param complaints one sentence for every word that was not understood
     */
    public record Read(List<Said> said, List<String> complaints) {

        public Read {
            said = List.copyOf(said);
            complaints = List.copyOf(complaints);
        }

        /** {@code base} with all that was set. */
        public ConnectionOptions over(ConnectionOptions base) {
            ConnectionOptions result = base;
            for (Said one : said) {
                result = result.with(one);
            }
            return result;
        }
    }

    /** One word: what it set, and what was wrong with it. Both when it is a guard's. */
    private record Outcome(Optional<Said> said, Optional<String> complaint) {

        static Outcome good(String forward, TunnelOption option) {
            return new Outcome(Optional.of(new Said(forward, option)), Optional.empty());
        }

        static Outcome bad(String sentence) {
            return new Outcome(Optional.empty(), Optional.of(sentence));
        }
    }

    /** Reads at most 64 words. */
    public Read read(List<String> words) {
        List<Said> said = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (String word : words.subList(0, Math.min(words.size(), MOST_WORDS))) {
            Outcome outcome = word(word);
            outcome.said.ifPresent(said::add);
            outcome.complaint.ifPresent(complaints::add);
        }
        if (words.size() > MOST_WORDS) {
            complaints.add("%d options (expected: at most %d)".formatted(words.size(), MOST_WORDS));
        }
        return new Read(said, complaints);
    }

    private Outcome word(String word) {
        int equals = word.indexOf('=');
        if (equals <= 0 || word.length() > LONGEST_WORD) {
            return Outcome.bad(
                    "%s: not an option (expected: key=value, or web:key=value for one forward)"
                            .formatted(Plain.text(word)));
        }
        String typed = word.substring(0, equals).toLowerCase(Locale.ROOT);
        // a forward's own name may hold colons, as box:22 does
        int colon = typed.lastIndexOf(':');
        String forward = colon < 0 ? "" : typed.substring(0, colon);
        OptionWord known = catalog.get(typed.substring(colon + 1));
        if (known == null) {
            return Outcome.bad(unknown(typed.substring(colon + 1)));
        }
        return forward.length() > LONGEST_NAME
                ? Outcome.bad("%s: no forward has so long a name".formatted(Plain.text(forward)))
                : option(forward, known, word.substring(equals + 1));
    }

    private String unknown(String key) {
        return OptionCatalog.NOT_YET.contains(key)
                ? key + ": not available yet"
                : "%s: no such option (expected: %s)"
                        .formatted(Plain.text(key), String.join(", ", catalog.keySet()));
    }

    private Outcome option(String forward, OptionWord word, String value) {
        Optional<? extends TunnelOption> option = word.read().apply(value);
        if (option.isEmpty()) {
            return unreadable(forward, word, value);
        }
        if (!forward.isEmpty() && option.get().isForWholeConnection()) {
            return Outcome.bad(
                    "%s: holds for the whole connection (expected: without %s: in front)"
                            .formatted(word.key(), Plain.text(forward)));
        }
        if (option.get() instanceof ForceHttps(boolean on)
                && on
                && !server.https().getAsBoolean()) {
            return new Outcome(
                    Optional.of(new Said(forward, option.get())), Optional.of(ForceHttps.IDLE));
        }
        return Outcome.good(forward, option.get());
    }

    private static Outcome unreadable(String forward, OptionWord word, String value) {
        TunnelOption closed = word.guard();
        if (closed == null) {
            return Outcome.bad(
                    "%s: %s (expected: %s)"
                            .formatted(word.key(), Plain.text(value), word.expected()));
        }
        // a guard that was meant, but cannot be had, must not leave the door open
        return new Outcome(
                Optional.of(new Said(forward, closed)),
                Optional.of(
                        "%s: %s; as it stands, it lets nobody in"
                                .formatted(word.key(), word.problem())));
    }
}
