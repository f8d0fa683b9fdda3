package dev.warren.feeds.digest;

import dev.warren.core.mail.OutgoingMail;
import dev.warren.feeds.digest.DigestSources.Failing;
import dev.warren.feeds.file.FeedsFile;
import dev.warren.feeds.file.FileOptions;
import dev.warren.feeds.mail.Consents;
import dev.warren.feeds.mail.DigestItem;
import dev.warren.feeds.mail.InlinePictures;
import dev.warren.feeds.mail.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a run of a digest: its mails, and the note of what they contain. The caller's transaction
 * holds the digest's lock; it is all in there or nothing.
 */
final class DigestBuilder {

    /** The most mails of one run with many items each; what is left comes with the next. */
    private static final int MOST_PARTS = 5;

    /** Feeds that fail for so long are told of even when there is nothing else. */
    private static final Duration WORTH_A_MAIL = Duration.ofDays(1);

    /** What it stands on. */
    record Parts(
            DigestSources sources,
            NewsRows news,
            RunRows runs,
            Composer.Parts composing,
            DigestProperties settings) {}

    private final Parts parts;

    DigestBuilder(Parts parts) {
        this.parts = parts;
    }

    /**
     * Makes the run that honours {@code dueAt}.
     *
     * @param pictures for files that want them in their mails
     * @return as it was noted
     */
    DigestRun build(Digest digest, Instant dueAt, Instant now, InlinePictures pictures) {
        FeedsFile file = digest.file();
        parts.news.begin(digest.id(), parts.settings.firstItems());
        parts.news.drop(digest.id(), file.options().filters());
        int allowed = allowed(digest, now);
        long run = parts.runs.id();
        List<Failing> failing = parts.sources.failing(digest.id());
        Making making =
                new Making(
                        digest,
                        file,
                        run,
                        new Composer(parts.composing, digest, file, pictures),
                        now);
        if (allowed > 0) {
            making.write(allowed, failing);
        }
        making.mails.forEach(parts.composing.outbox()::queue);
        for (int i = 0; i < making.told.size(); i++) {
            parts.news.done(digest.id(), making.told.get(i), run, i + 1);
        }
        DigestRun made =
                new DigestRun(
                        run,
                        dueAt,
                        now,
                        making.items(),
                        making.mails.size(),
                        result(making, allowed));
        parts.runs.insert(digest.id(), made);
        return made;
    }

    private int allowed(Digest digest, Instant now) {
        Instant dayBefore = now.minus(Duration.ofDays(1));
        int sent =
                parts.composing.outbox().queuedSince(Consents.TOPIC, digest.account(), dayBefore);
        return parts.settings.mailsPerDay() - sent;
    }

    private String result(Making making, int allowed) {
        if (making.mails.isEmpty()) {
            return allowed > 0
                    ? "nothing new"
                    : "the account's %d mails of the day are sent; what is new waits"
                            .formatted(parts.settings.mailsPerDay());
        }
        String more = making.left > 0 ? "; more waits for the next run" : "";
        return "%s in %s to %s%s"
                .formatted(
                        number(making.items(), "item"),
                        number(making.mails.size(), "mail"),
                        making.digest.email(),
                        more);
    }

    private static String number(int of, String what) {
        return of + " " + what + (of == 1 ? "" : "s");
    }

    /** One run while it is made. */
    private final class Making {

        private final Digest digest;
        private final FeedsFile file;
        private final long run;
        private final Composer composer;
        private final Instant now;
        private final List<OutgoingMail> mails = new ArrayList<>();

        /** The items of each mail. */
        private final List<List<Long>> told = new ArrayList<>();

        private int left;

        Making(Digest digest, FeedsFile file, long run, Composer composer, Instant now) {
            this.digest = digest;
            this.file = file;
            this.run = run;
            this.composer = composer;
            this.now = now;
        }

        void write(int allowed, List<Failing> failing) {
            boolean each = file.options().mode() == FileOptions.Mode.ITEMS;
            int perMail = each ? 1 : file.options().maxItems();
            int mostMails = Math.min(allowed, each ? file.options().maxItems() : MOST_PARTS);
            List<Long> ids =
                    new ArrayList<>(parts.news.oldest(digest.id(), perMail * mostMails + 1));
            List<Failing> worth = ids.isEmpty() ? worthAMail(failing) : failing;
            if (ids.isEmpty() && worth.isEmpty()) {
                return;
            }
            List<Trouble> troubles = worth.stream().map(Making::trouble).toList();
            do {
                add(ids, perMail, troubles);
            } while (!ids.isEmpty() && mails.size() < mostMails);
            left = ids.size();
            parts.sources.told(digest.id(), worth);
        }

        /** Adds a mail of the first of {@code ids}, which those that are in it leave. */
        private void add(List<Long> ids, int perMail, List<Trouble> troubles) {
            List<Long> asked = List.copyOf(ids.subList(0, Math.min(perMail, ids.size())));
            List<DigestItem> items = parts.news.read(digest.id(), asked, file.options().content());
            List<Trouble> here = mails.isEmpty() ? troubles : List.of();
            Composer.Composed composed = composer.compose(run, mails.size() + 1, items, here, now);
            List<Long> taken =
                    items.subList(0, composed.items()).stream().map(DigestItem::id).toList();
            if (!taken.isEmpty() || !here.isEmpty()) {
                mails.add(composed.mail());
                told.add(taken);
            }
            List<Long> found = items.stream().map(DigestItem::id).toList();
            // some may have been forgotten just now
            ids.removeIf(id -> asked.contains(id) && !found.contains(id) || taken.contains(id));
        }

        int items() {
            return told.stream().mapToInt(List::size).sum();
        }

        private List<Failing> worthAMail(List<Failing> failing) {
            Instant since = now.minus(WORTH_A_MAIL);
            boolean any = failing.stream().anyMatch(one -> one.since().isBefore(since));
            return any ? failing : List.of();
        }

        private static Trouble trouble(Failing one) {
            String problem = one.gone() ? "its publisher says that it is gone" : one.problem();
            return new Trouble(one.title(), one.url(), problem, one.since());
        }
    }
}
