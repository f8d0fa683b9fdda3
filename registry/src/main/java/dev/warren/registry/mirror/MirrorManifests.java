package dev.warren.registry.mirror;

import dev.warren.registry.catalog.TagRows;
import dev.warren.registry.mirror.MirrorMetrics.Result;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.ManifestException;
import dev.warren.registry.oci.ManifestReader;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.ByDigest;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Served;
import dev.warren.registry.upstream.RemoteHead;
import dev.warren.registry.upstream.RemoteManifest;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Reply;
import dev.warren.registry.upstream.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Manifests of one upstream repository. A tag that is fresh is answered without the upstream; an
 * old one is answered at once and asked for meanwhile; one that nobody can be asked about stays as
 * it was. Blocks; thread-safe.
 */
final class MirrorManifests {

    /** So long an old tag waits for a better answer: most failures come faster. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofSeconds(28);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final RemoteRepository remote;
    private final Kept kept;
    private final Shared shared;

    /** What all repositories share. */
    record Shared(Flights<Answer<Served>> flights, Refusals refusals, MirrorMetrics metrics) {}

    MirrorManifests(Upstream upstream, RemoteRepository remote, Kept kept, Shared shared) {
        this.upstream = upstream;
        this.remote = remote;
        this.kept = kept;
        this.shared = shared;
    }

    Answer<Served> find(Reference reference, Instant now) {
        Key key = Key.of(Key.Kind.MANIFEST, remote, reference);
        return switch (reference) {
            case ByDigest by -> byDigest(key, by);
            case Tag tag -> byTag(key, tag, now);
        };
    }

    private Answer<Served> byDigest(Key key, ByDigest reference) {
        Optional<Served> known = kept.manifest(reference);
        return known.isPresent() ? hit(key, known.get()) : fetched(key, reference);
    }

    private Answer<Served> byTag(Key key, Tag tag, Instant now) {
        Optional<TagRows.Row> row = kept.tag(tag);
        Optional<Served> known = row.flatMap(r -> kept.manifest(new ByDigest(r.digest())));
        if (row.isEmpty() || known.isEmpty()) {
            return fetched(key, tag);
        }
        Duration age = Duration.between(row.get().checkedAt(), now);
        if (shared.refusals.isDenied(key)) {
            // it was taken from us: only the upstream can give it back
            return shared.refusals
                    .<Served>find(key)
                    .orElseGet(() ->
                            shared.flights
                                    .ask(key, () -> revalidated(key, tag, row.get()), PATIENCE)
                                    .orElseGet(this::slow));
        }
        // a clock that was put back would keep it for good
        if (!age.isNegative() && age.compareTo(upstream.freshFor(tag)) < 0) {
            return hit(key, known.get());
        }
        return old(key, tag, row.get(), known.get(), age);
    }

    private Answer<Served> old(Key key, Tag tag, TagRows.Row row, Served known, Duration age) {
        if (!shared.refusals.isFailing(key)) {
            Optional<Answer<Served>> now =
                    shared.flights.ask(key, () -> revalidated(key, tag, row), MOMENT);
            if (now.isEmpty()) {
                return hit(key, known);
            }
            if (!shared.refusals.isFailing(key)) {
                shared.metrics.count(key, result(now.get()));
                return now.get();
            }
        }
        shared.metrics.count(key, Result.STALE);
        return new Answer.Found<>(
                new Served(
                        known.digest(),
                        known.mediaType(),
                        known.size(),
                        known.loader(),
                        Optional.of(age)));
    }

    private Answer<Served> hit(Key key, Served served) {
        shared.metrics.count(key, Result.HIT);
        return new Answer.Found<>(served);
    }

    private static Result result(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> _ -> Result.MISS;
            case Answer.Missing<?> _ -> Result.NEGATIVE;
            case Answer.Unavailable<?> _ -> Result.FAILED;
        };
    }

    /** Asks what {@code tag} is now; notes failures. */
    private Answer<Served> revalidated(Key key, Tag tag, TagRows.Row row) {
        return switch (remote.head(tag)) {
            case Reply.Good<RemoteHead>(RemoteHead head) ->
                    pointed(key, tag, head.digest(), Optional.of(row.digest()));
            case Reply.Absent<RemoteHead> absent -> {
                kept.remove(tag);
                yield shared.refusals.note(key, absent, false);
            }
            case Reply.Denied<RemoteHead> denied -> shared.refusals.note(key, denied, false);
            case Reply.Failed<RemoteHead> failed -> shared.refusals.note(key, failed, false);
        };
    }

    /** Follows a tag to {@code now}, which is had already or got. */
    private Answer<Served> pointed(
            Key key, Tag tag, Optional<Digest> now, Optional<Digest> before) {
        boolean had = now.isPresent() && kept.point(tag, now.get());
        if (had) {
            shared.refusals.forget(key);
            return kept.manifest(tag).<Answer<Served>>map(Answer.Found::new).orElseGet(this::slow);
        }
        Reply<RemoteManifest> reply =
                now.isPresent() ? remote.manifest(new ByDigest(now.get())) : remote.manifest(tag);
        if (reply instanceof Reply.Absent<RemoteManifest> && now.isPresent()) {
            // what it said of the digest was not true
            reply = remote.manifest(tag);
        }
        return taken(key, tag, reply, before.isEmpty());
    }

    /** What is not kept: asked for once, unless the upstream refused it a moment ago. */
    private Answer<Served> fetched(Key key, Reference reference) {
        Optional<Answer<Served>> refused = shared.refusals.find(key);
        if (refused.isPresent()) {
            shared.metrics.count(key, Result.NEGATIVE);
            return refused.get();
        }
        Answer<Served> answer =
                shared.flights
                        .ask(key, () -> fetch(key, reference), PATIENCE)
                        .orElseGet(this::slow);
        shared.metrics.count(
                key, answer instanceof Answer.Unavailable ? Result.FAILED : Result.MISS);
        return answer;
    }

    private Answer<Served> fetch(Key key, Reference reference) {
        if (upstream.pauseLeft().isPositive() && reference instanceof Tag tag) {
            // a HEAD costs nothing, and what it names may be here by another tag
            Reply<RemoteHead> head = remote.head(tag);
            if (head instanceof Reply.Good<RemoteHead>(RemoteHead good)) {
                return pointed(key, tag, good.digest(), Optional.empty());
            }
        }
        return taken(key, reference, remote.manifest(reference), true);
    }

    /**
     * Keeps what came.
     *
     * @param brief whether there was nothing before
     */
    private Answer<Served> taken(
            Key key, Reference reference, Reply<RemoteManifest> reply, boolean brief) {
        return switch (reply) {
            case Reply.Good<RemoteManifest>(RemoteManifest manifest) -> {
                try (manifest) {
                    shared.refusals.forget(key);
                    yield new Answer.Found<>(served(reference, manifest));
                }
            }
            case Reply.Absent<RemoteManifest> absent -> shared.refusals.note(key, absent, brief);
            case Reply.Denied<RemoteManifest> denied -> shared.refusals.note(key, denied, brief);
            case Reply.Failed<RemoteManifest> failed -> shared.refusals.note(key, failed, brief);
        };
    }

    private Served served(Reference reference, RemoteManifest manifest) {
        try {
            kept.put(
                    reference,
                    manifest.digest(),
                    ManifestReader.read(manifest.content(), manifest.mediaType()),
                    manifest.content());
        } catch (ManifestException ofAnotherKind) {
            // as old images have: handed on, and not kept
            return new Served(manifest.digest(), manifest.mediaType(), manifest.content());
        }
        return kept.manifest(new ByDigest(manifest.digest()))
                .orElseGet(() ->
                        new Served(manifest.digest(), manifest.mediaType(), manifest.content()));
    }

    private <T> Answer<T> slow() {
        return new Answer.Unavailable<>(
                Cause.SLOW, LATER, upstream.name() + " takes too long to answer");
    }
}
