package dev.warren.core.mail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Once a minute counts the mails that wait, and forgets old ones. */
record MailUpkeep(
        MailRows rows,
        Optional<Path> folder,
        Duration keep,
        MailMetrics metrics,
        InstantSource clock)
        implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(MailUpkeep.class);

    @Override
    public void run() {
        Instant before = clock.instant().minus(keep);
        try {
            metrics.waiting(rows.waiting());
            rows.forget(before);
        } catch (DataAccessException away) {
            LOG.debug("mail is not looked after cause={}", away.toString());
        }
        folder.filter(Files::isDirectory).ifPresent(path -> sweep(path, before));
    }

    private static void sweep(Path folder, Instant before) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.eml")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("outbox folder cannot be read cause={}", unreadable.toString());
        }
    }
}
