package dev.warren.feeds.file;

import dev.warren.core.mail.MailAddress;
import java.util.List;

/**
 * A file of feeds that was understood.
 *
 * @param email whom its digests are mailed to
 * @param schedule when
 * @param feeds in the file's order, each address once
 * @param notes what its owner may want to know although nothing is wrong, by line
 */
public record FeedsFile(
        MailAddress email,
        Schedule schedule,
        FileOptions options,
        List<FeedLine> feeds,
        List<FileNote> notes) {

    public FeedsFile {
        feeds = List.copyOf(feeds);
        notes = List.copyOf(notes);
    }
}
