package dev.warren.feeds.rules;

import java.util.List;

/** Rules that are looked at together. Immutable. */
public record Rules(List<Rule> all) {

    /** No rules: everything is kept as it is. */
    public static final Rules NONE = new Rules(List.of());

    /**
     * What is to become of an item.
     *
     * @param kept false when it is left out
     */
    public record Verdict(boolean kept, boolean read, boolean starred, List<String> tags) {
        public Verdict {
            tags = List.copyOf(tags);
        }
    }

    public Rules {
        all = List.copyOf(all);
    }

    /** Judges: a {@code drop} wins over a {@code keep}; the others add up. */
    public Verdict judge(Subject subject) {
        List<Rule> found = all.stream().filter(rule -> rule.finds(subject)).toList();
        boolean choosy = all.stream().anyMatch(rule -> rule.action() == Rule.Action.KEEP);
        boolean kept = !has(found, Rule.Action.DROP) && (!choosy || has(found, Rule.Action.KEEP));
        return new Verdict(
                kept,
                has(found, Rule.Action.READ),
                has(found, Rule.Action.STAR),
                found.stream()
                        .filter(rule -> rule.action() == Rule.Action.TAG)
                        .map(Rule::tag)
                        .distinct()
                        .toList());
    }

    private static boolean has(List<Rule> rules, Rule.Action action) {
        return rules.stream().anyMatch(rule -> rule.action() == action);
    }
}
