package dev.warren.registry.hosted;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.ManifestRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.catalog.RepositoryRows;
import dev.warren.registry.catalog.TagRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Source;
import dev.warren.registry.store.BlobStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.springframework.transaction.support.TransactionTemplate;

/** The door to hosted repositories. Who may do what was decided before. Blocks; thread-safe. */
public final class Hosted {

    private final RepositoryRows repositories;
    private final HostedSource.Shelf shelf;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final Consumer<HostedChange> changed;
    private final Manners manners;

    /** The tables. */
    public record Tables(
            RepositoryRows repositories, BlobRows blobs, ManifestRows manifests, TagRows tags) {}

    /**
     * What is done about pushes.
     *
     * @param changed called after every change of what is answered; must not block
     * @param sparse whether a manifest may be pushed without the blobs that it is made of
     * @param mostRepositories repositories of one account
     * @param mostManifests manifests of one repository, and tags
     */
    public record Manners(
            Consumer<HostedChange> changed,
            boolean sparse,
            int mostRepositories,
            int mostManifests) {}

    public Hosted(
            Tables tables,
            BlobStore files,
            TransactionTemplate transactions,
            InstantSource clock,
            Manners manners) {
        this.repositories = tables.repositories;
        this.shelf = new HostedSource.Shelf(tables.manifests, tables.tags, tables.blobs, files);
        this.transactions = transactions;
        this.clock = clock;
        this.changed = manners.changed;
        this.manners = manners;
    }

    /** The repository with this name, if somebody pushed to it. */
    public Optional<Repository> find(RepositoryName name) {
        return repositories.hosted(name);
    }

    /**
     * The repository with this name, made for {@code account} when it is new.
     *
     * @return empty when it is new and the account has {@link #mostRepositories}
     */
    public Optional<Repository> open(RepositoryName name, long account) {
        return repositories
                .hosted(name)
                .or(() ->
                        repositories.count(account) >= manners.mostRepositories
                                ? Optional.empty()
                                : Optional.of(repositories.own(account, name, clock.instant())));
    }

    /** How many repositories an account may have. */
    public int mostRepositories() {
        return manners.mostRepositories;
    }

    /** The repository to read from. */
    public Source source(Repository repository) {
        return new HostedSource(repository.id(), shelf);
    }

    /**
     * Keeps a manifest, unless a blob is not there that it is made of and has to be.
     *
     * @param content to the byte, which hashes to {@code digest}
     * @param tags names that lead to it from now on
     */
    public Put put(
            Repository repository,
            Digest digest,
            Manifest manifest,
            byte[] content,
            List<Tag> tags) {
        var now = clock.instant();
        List<Digest> wanted = blobs(manifest);
        Put put =
                transactions.execute(_ -> {
                    if (isFull(repository, digest, tags)) {
                        return new Put.TooMany(manners.mostManifests);
                    }
                    // they are ours until the end, so that nobody takes them for forgotten
                    var there = shelf.blobs().touch(repository.id(), wanted, now);
                    List<Digest> absent =
                            wanted.stream().filter(blob -> !there.contains(blob)).toList();
                    if (!manners.sparse && !absent.isEmpty()) {
                        return new Put.Misses(absent);
                    }
                    shelf.manifests().put(repository.id(), digest, manifest, content, now);
                    shelf.manifests().doWithout(repository.id(), digest, absent);
                    tags.forEach(tag -> shelf.tags().put(repository.id(), tag, digest, now));
                    repositories.pushed(repository, now);
                    return new Put.Kept();
                });
        if (put instanceof Put.Kept) {
            changed.accept(new HostedChange.Pushed(repository, digest, tags));
        }
        return Objects.requireNonNull(put);
    }

    private boolean isFull(Repository repository, Digest digest, List<Tag> tags) {
        long id = repository.id();
        int most = manners.mostManifests;
        return shelf.tags().countOthers(id, tags) + tags.size() > most
                || shelf.manifests().count(id) >= most
                        && shelf.manifests().find(id, new Reference.ByDigest(digest)).isEmpty();
    }

    /** What has to be there; manifests may come later, and foreign layers never. */
    private static List<Digest> blobs(Manifest manifest) {
        return manifest.children().stream()
                .filter(child ->
                        switch (child.kind()) {
                            case CONFIG, LAYER -> true;
                            case MANIFEST, FOREIGN -> false;
                        })
                .map(Manifest.Child::digest)
                .distinct()
                .toList();
    }

    /** Removes a tag, or a manifest with its tags; false when it was not there. */
    public boolean remove(Repository repository, Reference reference) {
        return remove(repository, reference, repository.name().first());
    }

    /**
     * Removes a tag, or a manifest with its tags; false when it was not there.
     *
     * @param by the name of the account that wants it
     */
    public boolean remove(Repository repository, Reference reference, String by) {
        boolean removed =
                switch (reference) {
                    case Tag tag -> shelf.tags().remove(repository.id(), tag);
                    case Reference.ByDigest named ->
                            shelf.manifests().remove(repository.id(), named.digest());
                };
        if (removed) {
            changed.accept(new HostedChange.Deleted(repository, reference, by));
        }
        return removed;
    }

    /** Says whether anybody may pull from it. */
    public void open(Repository repository, boolean open) {
        repositories.open(repository, open);
        changed.accept(new HostedChange.Opened(repository, open));
    }

    /**
     * Removes the repository with all that it holds.
     *
     * @param by the name of the account that wants it
     */
    public void remove(Repository repository, String by) {
        repositories.remove(repository);
        changed.accept(new HostedChange.Removed(repository, by));
    }

    /** The hosted repositories of {@code account}, by name. */
    public List<Repository> of(long account) {
        return repositories.of(account);
    }

    /** Takes a blob from the repository; false when it did not hold it. */
    public boolean removeBlob(Repository repository, Digest digest) {
        return shelf.blobs().unlink(repository.id(), digest);
    }

    /**
     * Whether the repository holds the blob, for somebody who will push what refers to it: it is
     * not taken for forgotten for another day.
     */
    public boolean holds(Repository repository, Digest digest) {
        return shelf.blobs().size(repository.id(), digest).isPresent()
                && !shelf.blobs()
                        .touch(repository.id(), List.of(digest), clock.instant())
                        .isEmpty();
    }

    /**
     * Gives the repository a blob that another one holds, without its bytes being sent again.
     *
     * @param from the repository that the caller may read; empty for any that {@code account} may
     * @param fits says of a number of bytes whether the account may hold as many more
     * @return false when there is none such that holds it, or it does not fit
     */
    public boolean mount(
            Repository repository,
            Digest digest,
            Optional<Repository> from,
            long account,
            LongPredicate fits) {
        Optional<Long> size =
                from.isPresent()
                        ? shelf.blobs().size(from.get().id(), digest)
                        : shelf.blobs().readableSize(digest, account);
        return size.isPresent()
                && fits.test(size.get())
                && shelf.blobs().link(repository.id(), digest, clock.instant());
    }

    /** Names of hosted repositories that {@code account} may read, behind {@code last}. */
    public List<String> readable(Optional<Long> account, String last, int most) {
        return repositories.readable(account, last, most);
    }
}
