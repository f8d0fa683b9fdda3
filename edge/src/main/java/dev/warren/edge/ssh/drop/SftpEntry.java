package dev.warren.edge.ssh.drop;

import dev.warren.edge.ssh.FileFolder.KeptFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A folder or a file as sftp shows it.
 *
 * @param changedAt the epoch for folders, which have no time
 */
record SftpEntry(String name, int size, boolean folder, Instant changedAt) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int FOLDER_MODE = 0040700;
    private static final int FILE_MODE = 0100600;

    static SftpEntry folder(String name) {
        return new SftpEntry(name, 0, true, Instant.EPOCH);
    }

    static SftpEntry file(KeptFile file) {
        return new SftpEntry(file.name(), file.size(), false, file.changedAt());
    }

    int mode() {
        return folder ? FOLDER_MODE : FILE_MODE;
    }

    /** As {@code ls -l} has it. */
    String line() {
        return "%s    1 warren   warren %10d %s %s"
                .formatted(
                        folder ? "drwx------" : "-rw-------", size, TIME.format(changedAt), name);
    }
}
