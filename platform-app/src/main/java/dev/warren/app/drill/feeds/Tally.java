package dev.warren.app.drill.feeds;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.MailServer;
import dev.warren.app.lab.MailServer.Kept;
import dev.warren.app.lab.Newsroom;
import dev.warren.app.lab.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What readers got, from the mails that the mail server kept, against what their feeds published.
 *
 * @param expected items, once for each reader
 * @param lost in no mail
 * @param renamed in mails with different Message-IDs
 * @param again mails that came once more with the Message-ID of an earlier one
 * @param changed of these, such as were not the same to the byte
 * @param nameless mails without a Message-ID
 */
record Tally(
        int expected,
        List<String> lost,
        List<String> renamed,
        int again,
        List<String> changed,
        int nameless) {

    /** Counts. */
    static Tally of(Newsroom news, MailServer mail, List<String> readers) {
        Map<String, Set<String>> ids = new HashMap<>();
        Map<String, byte[]> first = new HashMap<>();
        List<String> changed = new ArrayList<>();
        int again = 0;
        int nameless = 0;
        for (Kept kept : mail.kept()) {
            nameless += kept.id().isEmpty() ? 1 : 0;
            byte[] earlier = first.putIfAbsent(kept.id(), kept.bytes());
            if (earlier != null) {
                again++;
                if (!Arrays.equals(earlier, kept.bytes())) {
                    changed.add(kept.id());
                }
            }
            kept.words(Newsroom.WORD)
                    .forEach(word ->
                            ids.computeIfAbsent(key(kept.to(), word), _ -> new HashSet<>())
                                    .add(kept.id()));
        }
        List<String> lost = new ArrayList<>();
        List<String> renamed = new ArrayList<>();
        List<String> words = news.words();
        for (String reader : readers) {
            for (String word : words) {
                String key = key(DigestWarren.address(reader), word);
                Set<String> found = ids.getOrDefault(key, Set.of());
                if (found.isEmpty()) {
                    lost.add(key);
                } else if (found.size() > 1) {
                    renamed.add(key + " in " + found);
                }
            }
        }
        return new Tally(words.size() * readers.size(), lost, renamed, again, changed, nameless);
    }

    private static String key(String to, String word) {
        return to + " " + word;
    }

    /** Judges it, each check's name after {@code part}. */
    void judge(Report report, String part) {
        tell(report, "lost", lost);
        tell(report, "sent twice", renamed);
        tell(report, "changed", changed);
        report.check(Check.atLeast(part + ": items to be mailed", expected, "items", 1));
        report.check(Check.atMost(part + ": items that no mail had", lost.size(), "items", 0));
        report.check(
                Check.atMost(
                        part + ": items in mails with different Message-IDs",
                        renamed.size(),
                        "items",
                        0));
        report.check(Check.atMost(part + ": mails without a Message-ID", nameless, "mails", 0));
        report.check(
                Check.atMost(
                        part + ": mails that came again, and differed",
                        changed.size(),
                        "mails",
                        0));
        report.progress(
                "%s: %d mails came again with the same Message-ID, to the byte"
                        .formatted(part, again - changed.size()));
    }

    private static void tell(Report report, String what, List<String> which) {
        if (!which.isEmpty()) {
            report.progress(
                    "%s, the first of %d: %s".formatted(what, which.size(), which.getFirst()));
        }
    }
}
