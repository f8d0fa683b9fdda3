package dev.warren.feeds.commands;

import dev.warren.core.mail.Outbox;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.Digests.Outcome;
import dev.warren.feeds.file.FileNote;
import dev.warren.feeds.mail.Consents.Standing;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences about digests, for their owners. */
final class Words {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm zzz", Locale.ENGLISH);

    private Words() {}

    /** What there is to say of a file that was kept. */
    static List<String> kept(Outcome.Kept kept, Outbox outbox) {
        Digest digest = kept.digest();
        List<String> lines = new ArrayList<>();
        kept.notes().forEach(note -> lines.add(note.of(digest.name())));
        lines.add(
                "%s: %s to %s, next on %s"
                        .formatted(
                                digest.name(),
                                feeds(digest.file().feeds().size()),
                                digest.email(),
                                at(digest.nextRunAt(), digest.file().schedule().zone())));
        String standing = standing(kept.standing(), digest);
        if (!standing.isEmpty()) {
            lines.add(digest.name() + ": " + standing);
        }
        outbox.folder().ifPresent(folder -> lines.add(digest.name() + ": " + folder(folder)));
        return lines;
    }

    static String feeds(int number) {
        return number == 1 ? "1 feed" : number + " feeds";
    }

    static String folder(Path folder) {
        return "no mail server is set (warren.mail.host), so mails become files in " + folder;
    }

    /** Empty when all is well. */
    static String standing(Standing standing, Digest digest) {
        return switch (standing) {
            case GOOD -> "";
            case ASKED ->
                    "%s was asked by mail whether it wants this; digests wait for a yes"
                            .formatted(digest.email());
            case ASKED_ENOUGH ->
                    "%s was asked by too many today; copy the file again tomorrow"
                            .formatted(digest.email());
            case REFUSED ->
                    "%s unsubscribed; only the link in its mails subscribes it again"
                            .formatted(digest.email());
        };
    }

    static List<String> problems(List<FileNote> problems, String file) {
        return problems.stream().map(problem -> problem.of(file)).toList();
    }

    static String at(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }
}
