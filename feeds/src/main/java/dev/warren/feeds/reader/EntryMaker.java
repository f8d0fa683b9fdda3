package dev.warren.feeds.reader;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.item.ItemListener;
import dev.warren.feeds.item.Items;
import dev.warren.feeds.item.NewItem;
import dev.warren.feeds.parse.ParsedItem;
import dev.warren.feeds.rules.Rules;
import dev.warren.feeds.rules.Subject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes entries of new items for all who follow their feed, as their rules say, in the transaction
 * that stores the items. Blocks; thread-safe.
 */
final class EntryMaker implements ItemListener {

    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

    private final Tables tables;
    private final Items items;
    private final int mostTags;
    private final InstantSource clock;

    /** Where things are kept. */
    record Tables(
            SubscriptionRows subscriptions, EntryRows entries, TagRows tags, RuleRows rules) {}

    EntryMaker(Tables tables, Items items, int mostTags, InstantSource clock) {
        this.tables = tables;
        this.items = items;
        this.mostTags = mostTags;
        this.clock = clock;
    }

    @Override
    public void stored(long source, List<NewItem> fresh) {
        for (SubscriptionRows.Follower follower : tables.subscriptions().followers(source)) {
            Rules rules = tables.rules().of(follower.account(), follower.subscription());
            Map<Long, Rules.Verdict> verdicts = new LinkedHashMap<>();
            for (NewItem one : fresh) {
                verdicts.put(one.id(), rules.judge(subject(one.item(), rules)));
            }
            make(follower, verdicts);
        }
    }

    /** Makes entries of what a feed has when somebody begins to follow it. */
    void begin(SubscriptionRows.Follower follower, long source, int most) {
        Rules rules = tables.rules().of(follower.account(), follower.subscription());
        Map<Long, Rules.Verdict> verdicts = new LinkedHashMap<>();
        for (long id : tables.entries().newest(source, most)) {
            // one at a time: together they may be large
            for (Item item : items.find(List.of(id))) {
                verdicts.put(id, rules.judge(subject(item, rules)));
            }
        }
        make(follower, verdicts);
    }

    void end(long account, long subscription) {
        tables.entries().forget(account, subscription);
    }

    /** One statement for all of a follower, and two or three for each tag. */
    private void make(SubscriptionRows.Follower follower, Map<Long, Rules.Verdict> verdicts) {
        verdicts.values().removeIf(verdict -> !verdict.kept());
        if (verdicts.isEmpty()) {
            return;
        }
        long account = follower.account();
        tables.entries().insert(account, follower.subscription(), verdicts, clock.instant());
        Map<String, List<Long>> tagged = new LinkedHashMap<>();
        verdicts.forEach((item, verdict) ->
                verdict.tags()
                        .forEach(tag ->
                                tagged.computeIfAbsent(tag, _ -> new ArrayList<>()).add(item)));
        tagged.forEach((tag, all) ->
                tables.tags()
                        .make(account, tag, mostTags)
                        .ifPresent(made -> tables.tags().add(account, all, made)));
    }

    private static Subject subject(ParsedItem item, Rules rules) {
        return new Subject(
                item.title(),
                item.author(),
                item.url(),
                text(rules, item.summary(), item.content()),
                item.extras().categories());
    }

    private static Subject subject(Item item, Rules rules) {
        return new Subject(
                item.title(),
                item.author(),
                item.url(),
                text(rules, item.summary(), item.content()),
                item.categories());
    }

    /** The words only, and none where nobody looks at them. */
    private static String text(Rules rules, String summary, String content) {
        return rules.all().isEmpty()
                ? ""
                : MARKUP.matcher(content.isEmpty() ? summary : content).replaceAll(" ");
    }
}
