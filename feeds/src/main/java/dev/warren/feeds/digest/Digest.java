package dev.warren.feeds.digest;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.people.AccountName;
import dev.warren.feeds.file.FeedsFile;
import dev.warren.feeds.file.FeedsFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of feeds that is kept.
 *
 * @param content as it was copied
 * @param nextRunAt the minute that is to be honoured next
 * @param paused why no mails are made
 * @param token names it to those who get its mails
 */
public record Digest(
        long id,
        long account,
        AccountName owner,
        String name,
        String content,
        MailAddress email,
        Instant updatedAt,
        Instant nextRunAt,
        Optional<Instant> lastRunAt,
        Optional<String> paused,
        String token) {

    /** The file as it was understood when it came. */
    public FeedsFile file() {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        return switch (FeedsFiles.read(name, bytes, Optional.of(email), Integer.MAX_VALUE - 1)) {
            case FeedsFiles.Outcome.Read(FeedsFile file) -> file;
            case FeedsFiles.Outcome.Wrong(var problems) ->
                    throw new IllegalStateException("kept file %d: %s".formatted(id, problems));
        };
    }

    /** What its mails are called. */
    public String title() {
        String title = file().options().title();
        return title.isEmpty() ? name : title;
    }
}
