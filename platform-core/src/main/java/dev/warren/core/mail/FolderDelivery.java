package dev.warren.core.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes mails as files, for installations without a mail server. */
record FolderDelivery(Path folder) implements Delivery {

    /** The same file for the same mail, so that trying again makes no second one. */
    @Override
    public Result deliver(long id, MailAddress to, byte[] message) {
        Path file = folder.resolve("%08d.eml".formatted(id));
        Path part = folder.resolve(file.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            Files.write(part, message);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return new Result.Taken("written to " + file);
        } catch (IOException failed) {
            return new Result.Away(
                    "cannot be written to %s: %s".formatted(folder, failed.getMessage()));
        }
    }
}
