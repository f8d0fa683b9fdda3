package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.FsckRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.BlobStore.Identity;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the store with the database, and changes nothing: every blob is there and hashes right,
 * no hosted manifest misses a blob that it had, manifests hash right, sizes agree. May be asked
 * while the registry runs. Blocks for as long as it takes; thread-safe.
 */
public final class Fsck {

    private static final int PAGE = 200;
    private static final int MOST = 1000;
    private static final String MISSING = "is missing: there is no file of it";

    private final FsckRows rows;
    private final IncomingBlobs incoming;
    private final BlobStore files;

    public Fsck(JdbcClient jdbc, IncomingBlobs incoming) {
        this.rows = new FsckRows(jdbc);
        this.incoming = incoming;
        this.files = incoming.store();
    }

    /**
     * How it is done.
     *
     * @param hash whether bytes are read and hashed, rather than only looked for
     * @param stop is asked now and then whether to end early
     */
    public record Wish(boolean hash, BooleanSupplier stop) {}

    /**
     * What was found.
     *
     * @param blobs how many were looked at
     * @param bytes theirs together
     * @param manifests how many were looked at
     * @param problems how many things are wrong
     * @param strays files that belong to nothing, and rows of blobs that were thrown away when the
     *     server was killed; they are removed in time and do no harm
     * @param complete false when it ended early
     */
    public record Report(
            long blobs, long bytes, long manifests, long problems, long strays, boolean complete) {

        /** Whether all is well, as far as it was looked at. */
        public boolean isGood() {
            return problems == 0;
        }
    }

    /** Whether there is a registry in this database. */
    public boolean isThere() {
        return rows.isThere();
    }

    /**
     * Looks at everything.
     *
     * @param problems is told of each problem in a sentence
     */
    public Report run(Wish wish, Consumer<String> problems) throws IOException {
        Round round = new Round(wish, problems);
        round.blobs();
        round.manifests();
        round.parts();
        round.uploads();
        round.strays();
        return round.report();
    }

    /** One look at everything, by one thread. */
    private final class Round {

        private final Wish wish;
        private final Consumer<String> words;
        private long blobs;
        private long bytes;
        private long manifests;
        private long problems;
        private long strays;
        private boolean stopped;

        Round(Wish wish, Consumer<String> words) {
            this.wish = wish;
            this.words = words;
        }

        Report report() {
            return new Report(blobs, bytes, manifests, problems, strays, !stopped);
        }

        private void problem(String form, Object... values) {
            problems++;
            words.accept(form.formatted(values));
        }

        private boolean goOn() {
            stopped |= wish.stop.getAsBoolean();
            return !stopped;
        }

        void blobs() throws IOException {
            List<FsckRows.Blob> page;
            String last = "";
            do {
                page = rows.blobs(last, PAGE);
                for (FsckRows.Blob blob : page) {
                    if (!goOn()) {
                        return;
                    }
                    blob(blob);
                    last = blob.digest().toString();
                }
            } while (page.size() == PAGE);
        }

        private void blob(FsckRows.Blob blob) throws IOException {
            blobs++;
            bytes += blob.size();
            Optional<String> wrong = blob.damaged().map("is known to be damaged: %s"::formatted);
            if (wrong.isEmpty()) {
                wrong = wrong(blob);
            }
            // it may have been thrown away, or brought again, while it was looked at
            if (wrong.isEmpty() || rows.size(blob.digest()).isEmpty()) {
                return;
            }
            if (blob.holder().isEmpty() && wrong.get().equals(MISSING)) {
                strays++;
            } else {
                problem(
                        "blob %s of %s %s",
                        blob.digest(), blob.holder().orElse("no repository"), wrong.get());
            }
        }

        private Optional<String> wrong(FsckRows.Blob blob) throws StoreException {
            try {
                Optional<Identity> file = files.identity(blob.digest());
                if (file.isEmpty()) {
                    return Optional.of(MISSING);
                }
                if (file.get().size() != blob.size()) {
                    return Optional.of(
                            "has %d bytes (expected: %d)"
                                    .formatted(file.get().size(), blob.size()));
                }
                return wish.hash ? hashed(blob.digest()) : Optional.empty();
            } catch (NoSuchFileException gone) {
                return Optional.of(MISSING);
            } catch (StoreException away) {
                // not one blob's damage, and true of all that follow
                throw away;
            } catch (IOException unreadable) {
                return Optional.of("cannot be read: " + unreadable);
            }
        }

        private Optional<String> hashed(Digest digest) throws IOException {
            try (InputStream bytes = files.open(digest)) {
                Digest actual =
                        Hashing.of(
                                bytes,
                                digest.algorithm(),
                                _ -> {
                                    if (!goOn()) {
                                        throw new InterruptedException();
                                    }
                                });
                return actual.equals(digest)
                        ? Optional.empty()
                        : Optional.of("is wrong: its bytes hash to " + actual);
            } catch (InterruptedException stopping) {
                stopped = true;
                return Optional.empty();
            }
        }

        void manifests() {
            long repository = 0;
            String last = "";
            List<FsckRows.Place> page = List.of();
            do {
                if (!goOn()) {
                    return;
                }
                page = rows.manifests(repository, last, PAGE);
                for (FsckRows.Place place : page) {
                    manifests++;
                    if (!place.right()) {
                        problem(
                                "manifest %s of %s is wrong: its bytes hash to something else",
                                place.digest(), place.name());
                    }
                    repository = place.repository();
                    last = place.digest();
                }
            } while (page.size() == PAGE);
        }

        void parts() {
            if (!goOn()) {
                return;
            }
            for (FsckRows.Part part : rows.missing(MOST)) {
                problem(
                        "manifest %s of %s misses blob %s",
                        part.manifest(), part.repository(), part.child());
            }
            for (FsckRows.Part part : rows.otherSize(MOST)) {
                problem(
                        "manifest %s of %s says that blob %s has %d bytes (it has %d)",
                        part.manifest(), part.repository(), part.child(), part.said(), part.size());
            }
        }

        void uploads() throws IOException {
            if (!files.isOnDisk()) {
                // other machines may have those of theirs
                return;
            }
            for (FsckRows.Upload upload :
                    goOn() ? rows.uploads(MOST) : List.<FsckRows.Upload>of()) {
                Optional<Long> begun = incoming.begun(upload.id());
                long there = begun.orElse(0L);
                if (upload.written() > 0 && begun.isEmpty()) {
                    // it got its place as a blob in the moment of a crash; the client tries again
                    strays++;
                } else if (there < upload.written()
                        && rows.written(upload.id()).filter(now -> now > there).isPresent()) {
                    problem(
                            "upload %s has %d bytes (expected: %d)",
                            upload.id(), there, upload.written());
                }
            }
        }

        void strays() throws IOException {
            if (goOn()) {
                files.each(found -> strays += rows.size(found.digest()).isEmpty() ? 1 : 0);
            }
        }
    }
}
