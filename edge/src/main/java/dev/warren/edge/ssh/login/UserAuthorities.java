package dev.warren.edge.ssh.login;

import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The file of public keys that may sign user certificates for every account. */
public final class UserAuthorities {

    private static final long MAX_BYTES = 1 << 20;

    private UserAuthorities() {}

    /**
     * Reads one key a line; empty lines and those that start with {@code #} are skipped.
     *
     * @return the keys' fingerprints
     * @throws IOException naming file and line
     */
    public static Set<String> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("%s: too large (expected: at most 1 MiB)".formatted(file));
        }
        Set<String> fingerprints = new LinkedHashSet<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                fingerprints.add(PublicKeyText.parse(line).fingerprint());
            } catch (PeopleException unusable) {
                throw new IOException(
                        "%s:%d: %s".formatted(file, i + 1, unusable.getMessage()), unusable);
            }
        }
        if (fingerprints.isEmpty()) {
            throw new IOException("%s: no key (expected: at least one)".formatted(file));
        }
        return fingerprints;
    }
}
