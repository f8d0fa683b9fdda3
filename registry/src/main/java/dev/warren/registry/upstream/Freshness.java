package dev.warren.registry.upstream;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * How long a tag is taken for good without asking again. Rules are tried in order; behind those of
 * the operator stand ours: what moves often is asked for often.
 */
final class Freshness {

    private static final List<Rule> USUAL =
            List.of(
                    new Rule(Pattern.compile("latest|main|edge"), Duration.ofSeconds(30)),
                    new Rule(
                            Pattern.compile("v?\\d{1,9}\\.\\d{1,9}(\\.\\d{1,9})?([-+._].*)?"),
                            Duration.ofHours(1)),
                    new Rule(Pattern.compile("sha-.*"), Duration.ofHours(24)),
                    new Rule(Pattern.compile(".*"), Duration.ofMinutes(5)));
    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<Rule> rules;

    private record Rule(Pattern tags, Duration time) {}

    private Freshness(List<Rule> own) {
        List<Rule> all = new ArrayList<>(own);
        all.addAll(USUAL);
        this.rules = List.copyOf(all);
    }

    /**
     * Reads rules of the form {@code nightly-*=1m}, in which {@code *} stands for any characters.
     *
     * @return empty when one of them has another form
     */
    static Optional<Freshness> parse(List<String> texts) {
        List<Rule> rules = new ArrayList<>();
        for (String text : texts) {
            Optional<Rule> rule = rule(text);
            if (rule.isEmpty()) {
                return Optional.empty();
            }
            rules.add(rule.get());
        }
        return Optional.of(new Freshness(rules));
    }

    private static Optional<Rule> rule(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            return Optional.empty();
        }
        String glob = text.substring(0, equals).strip();
        if (!glob.matches("[A-Za-z0-9._*-]{1,128}")) {
            return Optional.empty();
        }
        try {
            Duration time = DurationStyle.detectAndParse(text.substring(equals + 1).strip());
            boolean good = !time.isNegative() && time.compareTo(LONGEST) <= 0;
            // no two stars in a row: each would be tried at every place
            String pattern = glob.replaceAll("\\*+", "*").replace(".", "\\.").replace("*", "[^/]*");
            return good ? Optional.of(new Rule(Pattern.compile(pattern), time)) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /** How long {@code tag} stays good. */
    Duration of(String tag) {
        return rules.stream()
                .filter(rule -> rule.tags.matcher(tag).matches())
                .findFirst()
                .map(Rule::time)
                .orElseThrow();
    }
}
