package dev.warren.edge.http.tls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of certificates that is read again when something in it changes. What was good stays
 * in use when it becomes unreadable, and goes when its files go. Confined to one thread.
 */
final class CertificateFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFolder.class);
    private static final int MOST = 1000;

    /** What is known of a pair: its files as they were, and what was last good. */
    private record Known(PemPair.Stamp stamp, @Nullable Identity identity) {}

    private final Path folder;
    private Map<PemPair, Known> known = new HashMap<>();

    CertificateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at the files.
     *
     * @return the good pairs by name, the one called {@code default} first; null when nothing has
     *     changed
     */
    @Nullable List<Identity> read() {
        Map<PemPair, Known> now = new HashMap<>();
        boolean changed = false;
        List<PemPair> pairs = pairs();
        for (PemPair pair : pairs) {
            Known before = known.get(pair);
            Known after = look(pair, before);
            if (after != null) {
                now.put(pair, after);
            }
            changed |= after != before;
        }
        changed |= now.size() != known.size();
        known = now;
        return changed ? good(pairs) : null;
    }

    private List<Identity> good(List<PemPair> pairs) {
        List<Identity> good = new ArrayList<>();
        for (PemPair pair : pairs) {
            Known one = known.get(pair);
            if (one != null && one.identity() != null) {
                good.add(one.identity());
            }
        }
        return good;
    }

    private static @Nullable Known look(PemPair pair, @Nullable Known before) {
        try {
            PemPair.Stamp stamp = pair.stamp();
            if (before != null && before.stamp().equals(stamp)) {
                return before;
            }
            return new Known(stamp, load(pair, before));
        } catch (IOException gone) {
            // between listing and looking; the next look is soon
            return before;
        }
    }

    private static @Nullable Identity load(PemPair pair, @Nullable Known before) {
        try {
            Identity fresh = pair.load();
            LOG.info(
                    "certificate loaded name={} hosts={} until={}",
                    pair.name(),
                    fresh.names(),
                    fresh.chain().getFirst().getNotAfter().toInstant());
            return fresh;
        } catch (IOException broken) {
            Identity last = before == null ? null : before.identity();
            LOG.warn(
                    "certificate not loaded name={} stays={} cause={}",
                    pair.name(),
                    last == null ? "none" : "the last good one",
                    broken.getMessage());
            return last;
        }
    }

    /** Those of the directory itself and of the directories in it, in the order of names. */
    private List<PemPair> pairs() {
        List<PemPair> pairs = new ArrayList<>();
        collect(folder, pairs);
        try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path one : below) {
                collect(one, pairs);
            }
        } catch (IOException none) {
            LOG.debug("certificates not listed folder={} cause={}", folder, none.toString());
        }
        pairs.sort(
                Comparator.comparing((PemPair pair) -> !pair.name().equals("default"))
                        .thenComparing(PemPair::name));
        return pairs;
    }

    private static void collect(Path folder, List<PemPair> pairs) {
        try (DirectoryStream<Path> keys = Files.newDirectoryStream(folder, "*.{key,pem}")) {
            for (Path key : keys) {
                PemPair pair = pair(folder, key);
                if (pair != null && pairs.size() < MOST) {
                    pairs.add(pair);
                }
            }
        } catch (IOException none) {
            LOG.debug("certificates not listed folder={} cause={}", folder, none.toString());
        }
    }

    private static @Nullable PemPair pair(Path folder, Path key) {
        String file = key.getFileName().toString();
        if (file.equals("privkey.pem")) {
            Path chain = folder.resolve("fullchain.pem");
            String name = folder.getFileName().toString();
            return Files.exists(chain) ? new PemPair(name, chain, key) : null;
        }
        if (!file.endsWith(".key")) {
            return null;
        }
        String name = file.substring(0, file.length() - ".key".length());
        Path certificate = folder.resolve(name + ".crt");
        return Files.exists(certificate) ? new PemPair(name, certificate, key) : null;
    }
}
