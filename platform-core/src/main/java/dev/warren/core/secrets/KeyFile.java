package dev.warren.core.secrets;

import dev.warren.core.StartRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The file that holds the key of the {@link SecretBox}: 32 bytes in base64. A missing one is made
 * once, readable for its owner only; one that is there is never written.
 */
final class KeyFile {

    private static final int LONGEST = 200;

    private KeyFile() {}

    static SecretBox open(Path file, SecureRandom random) {
        try {
            if (Files.notExists(file)) {
                create(file, random);
            }
            return new SecretBox(read(file), random);
        } catch (IOException | IllegalArgumentException unusable) {
            throw new StartRefusedException(
                    "warren.secrets.key-file: %s cannot be used (expected: a file with %d bytes in base64, or none, to have one made)"
                            .formatted(file, SecretBox.KEY_BYTES));
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("too long");
        }
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    /** Writes aside, then links: a crash leaves either nothing or a whole key. */
    private static void create(Path file, SecureRandom random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path aside =
                Files.createTempFile(
                        folder,
                        "key",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            byte[] key = new byte[SecretBox.KEY_BYTES];
            random.nextBytes(key);
            Files.writeString(aside, Base64.getEncoder().encodeToString(key) + "\n");
            try (FileChannel written = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException first) {
            // another process was first; its key is as good
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
