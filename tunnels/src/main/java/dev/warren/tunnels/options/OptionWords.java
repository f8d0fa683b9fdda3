package dev.warren.tunnels.options;

import dev.warren.tunnels.naming.Plain;
import dev.warren.tunnels.options.TunnelOption.AutoClose;
import dev.warren.tunnels.options.TunnelOption.Elsewhere;
import dev.warren.tunnels.options.TunnelOption.Guests;
import dev.warren.tunnels.options.TunnelOption.Inspect;
import dev.warren.tunnels.options.TunnelOption.LocalForward;
import dev.warren.tunnels.options.TunnelOption.Note;
import dev.warren.tunnels.options.TunnelOption.RequestLines;
import dev.warren.tunnels.options.TunnelOption.TcpAlias;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads {@code key=value} words, from an SSH command or from the login name, into options. A word
 * that cannot be read costs a complaint and nothing else: the other words still count.
 */
public final class OptionWords {

    private static final int MOST_WORDS = 64;
    private static final int LONGEST_NOTE = 80;
    private static final int MOST_GUESTS = 64;
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /** What other gateways know or Warren will, but this one does not serve. */
    private static final Set<String> NOT_YET =
            Set.of(
                    "allow-ip",
                    "basic-auth",
                    "force-https",
                    "host-header",
                    "proxy-protocol",
                    "proxyproto",
                    "rate",
                    "sni-proxy",
                    "strip-path",
                    "tcp-address",
                    "udp-forward");

    private static final String KNOWN =
            "auto-close, deadline, inspect, local-forward, log, note, output, requests, tcp-alias,"
                    + " tcp-aliases-allowed-users";

    private final Deadlines deadlines;

    public OptionWords(InstantSource clock) {
        this.deadlines = new Deadlines(clock);
    }

    /**
     * What words came to.
     *
     * @param options what was set, in order
     * @param complaints one sentence for every word that was not understood
     */
    public record Read(List<TunnelOption> options, List<String> complaints) {

        public Read {
            options = List.copyOf(options);
            complaints = List.copyOf(complaints);
        }

        /** {@code base} with all that was set. */
        public TunnelOptions over(TunnelOptions base) {
            TunnelOptions result = base;
            for (TunnelOption option : options) {
                result = result.with(option);
            }
            return result;
        }
    }

    /** Reads at most 64 words. */
    public Read read(List<String> words) {
        List<TunnelOption> options = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (String word : words.subList(0, Math.min(words.size(), MOST_WORDS))) {
            switch (word(word)) {
                case Outcome.Set(TunnelOption option) -> options.add(option);
                case Outcome.Complaint(String sentence) -> complaints.add(sentence);
            }
        }
        if (words.size() > MOST_WORDS) {
            complaints.add("%d options (expected: at most %d)".formatted(words.size(), MOST_WORDS));
        }
        return new Read(options, complaints);
    }

    private sealed interface Outcome {

        record Set(TunnelOption option) implements Outcome {}

        record Complaint(String sentence) implements Outcome {}
    }

    private Outcome word(String word) {
        int equals = word.indexOf('=');
        if (equals <= 0) {
            return new Outcome.Complaint(
                    "%s: not an option (expected: key=value)".formatted(Plain.text(word)));
        }
        return option(
                word.substring(0, equals).toLowerCase(Locale.ROOT), word.substring(equals + 1));
    }

    private Outcome option(String key, String value) {
        return switch (key) {
            case "auto-close" -> onOff(key, value, AutoClose::new);
            case "deadline" -> deadline(value);
            case "inspect" -> onOff(key, value, Inspect::new);
            case "local-forward" -> onOff(key, value, LocalForward::new);
            case "log" -> log(value);
            case "note" -> note(value);
            // the SSH door itself chooses how news are written
            case "output" -> new Outcome.Set(new Elsewhere());
            case "requests" -> onOff(key, value, RequestLines::new);
            case "tcp-alias" -> onOff(key, value, TcpAlias::new);
            case "tcp-aliases-allowed-users" -> guests(value);
            default ->
                    new Outcome.Complaint(
                            NOT_YET.contains(key)
                                    ? key + ": not available yet"
                                    : "%s: no such option (expected: %s)"
                                            .formatted(Plain.text(key), KNOWN));
        };
    }

    private static Outcome onOff(String key, String value, Function<Boolean, TunnelOption> option) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> new Outcome.Set(option.apply(true));
            case "off", "false", "no", "0" -> new Outcome.Set(option.apply(false));
            default -> bad(key, value, "on or off");
        };
    }

    private static Outcome log(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "requests" -> new Outcome.Set(new RequestLines(true));
            case "off", "none" -> new Outcome.Set(new RequestLines(false));
            default -> bad("log", value, "requests or off");
        };
    }

    private Outcome deadline(String value) {
        return deadlines
                .parse(value)
                .<Outcome>map(at -> new Outcome.Set(new TunnelOption.Deadline(at)))
                .orElseGet(() -> bad("deadline", value, Deadlines.EXPECTED));
    }

    private static Outcome note(String value) {
        boolean fits =
                value.length() <= LONGEST_NOTE && value.chars().noneMatch(Character::isISOControl);
        return fits
                ? new Outcome.Set(new Note(value))
                : bad("note", value, "at most " + LONGEST_NOTE + " characters, none of control");
    }

    private static Outcome guests(String value) {
        if (value.equalsIgnoreCase("any")) {
            return new Outcome.Set(new Guests(new AliasGuests.Anyone()));
        }
        Set<String> keys = new HashSet<>(List.of(value.split(",", MOST_GUESTS + 1)));
        boolean good =
                keys.size() <= MOST_GUESTS
                        && keys.stream().allMatch(key -> FINGERPRINT.matcher(key).matches());
        return good
                ? new Outcome.Set(new Guests(new AliasGuests.Keys(keys)))
                : bad(
                        "tcp-aliases-allowed-users",
                        value,
                        "any, or up to 64 fingerprints SHA256:… with commas between");
    }

    private static Outcome bad(String key, String value, String expected) {
        return new Outcome.Complaint(
                "%s: %s (expected: %s)".formatted(key, Plain.text(value), expected));
    }
}
