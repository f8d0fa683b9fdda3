package dev.warren.tunnels.geo;

import com.maxmind.db.Reader;
import dev.warren.tunnels.policy.Countries;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MaxMind DB file that is read again when it changes. Look-ups go to a private copy of it that is
 * mapped into memory and has no name any more: it takes nothing of the heap, and nobody can cut it
 * short under the threads that read it. The last good copy stays in use when the file breaks.
 *
 * <p>{@link #of} is thread-safe; {@link #look} is for one thread at a time.
 */
final class CountryFile implements Countries {

    private static final Logger LOG = LoggerFactory.getLogger(CountryFile.class);
    private static final long LARGEST = 1L << 30;

    private record Stamp(FileTime changed, long size, @Nullable Object key) {}

    private final Path file;
    private final Path folder;
    private Stamp loaded;
    private Stamp seen;
    private volatile Reader current;

    /**
     * @param folder where the copies are made, on a disk
     * @throws IOException when the file cannot be used
     */
    CountryFile(Path file, Path folder) throws IOException {
        this.file = file;
        this.folder = folder;
        this.loaded = stamp();
        this.seen = loaded;
        this.current = open();
    }

    @Override
    public Optional<String> of(InetAddress address) {
        try {
            Map<?, ?> entry = current.get(address, Map.class);
            return entry == null ? Optional.empty() : code(entry);
        } catch (IOException | RuntimeException unfit) {
            // an IPv6 address and a file without any, or an entry of another form
            LOG.debug("country not found cause={}", unfit.toString());
            return Optional.empty();
        }
    }

    /** MaxMind and DB-IP nest the code; IPinfo does not. */
    private static Optional<String> code(Map<?, ?> entry) {
        Object country = entry.get("country");
        Object code =
                country instanceof Map<?, ?> nested
                        ? nested.get("iso_code")
                        : entry.containsKey("country_code") ? entry.get("country_code") : country;
        return code instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Takes over a file that has changed, and is the same as at the last look. */
    void look() {
        try {
            Stamp now = stamp();
            boolean still = now.equals(seen);
            seen = now;
            if (still && !now.equals(loaded)) {
                // a broken one is not tried again before it changes
                loaded = now;
                current = open();
            }
        } catch (IOException broken) {
            LOG.warn(
                    "countries not loaded file={} stays=the last good one cause={}",
                    file,
                    broken.toString());
        }
    }

    private Stamp stamp() throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    private Reader open() throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it has more than " + LARGEST + " bytes");
        }
        Files.createDirectories(folder);
        Path copy = Files.createTempFile(folder, "countries", ".mmdb");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Reader fresh = new Reader(copy.toFile(), Reader.FileMode.MEMORY_MAPPED);
            LOG.info(
                    "countries loaded type={} built={}",
                    fresh.getMetadata().databaseType(),
                    fresh.getMetadata().buildTime());
            return fresh;
        } catch (RuntimeException malformed) {
            throw new IOException(malformed);
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
