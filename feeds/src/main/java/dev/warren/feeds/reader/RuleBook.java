package dev.warren.feeds.reader;

import dev.warren.core.people.Account;
import dev.warren.feeds.rules.RuleReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readers' rules. They hold for items that come from then on. Blocks; thread-safe. */
public final class RuleBook {

    private final RuleRows rows;
    private final SubscriptionRows subscriptions;
    private final int most;

    RuleBook(RuleRows rows, SubscriptionRows subscriptions, int most) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.most = most;
    }

    /** A rule as it is kept; without a subscription it is for all. */
    public record Line(long id, Optional<Long> subscription, String line) {}

    public List<Line> list(Account reader) {
        return rows.list(reader.id());
    }

    /**
     * Keeps one more.
     *
     * @param subscription the only one that it is for, or null
     * @return empty when it was kept, else a sentence that says why not
     */
    public Optional<String> add(Account reader, @Nullable Long subscription, String line) {
        if (subscription != null && subscriptions.find(reader.id(), subscription).isEmpty()) {
            return Optional.of("you follow no feed with the number " + subscription);
        }
        return switch (RuleReader.read(line)) {
            case RuleReader.Outcome.Wrong(String sentence) -> Optional.of(sentence);
            case RuleReader.Outcome.Read(var rule) ->
                    rows.insert(reader.id(), subscription, rule.toString(), most).isPresent()
                            ? Optional.empty()
                            : Optional.of("an account has at most %d rules".formatted(most));
        };
    }

    /** False when there is none with that number. */
    public boolean remove(Account reader, long id) {
        return rows.delete(reader.id(), id);
    }
}
