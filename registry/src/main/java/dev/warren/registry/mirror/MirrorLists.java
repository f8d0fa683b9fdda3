package dev.warren.registry.mirror;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lists of one upstream repository: asked for by one for all who want to know, kept for a while,
 * and given out for longer while the upstream does not answer. Blocks; thread-safe.
 */
final class MirrorLists {

    private static final int PAGE = 1001;
    private static final Duration PATIENCE = Duration.ofSeconds(28);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final RemoteRepository remote;
    private final Kept kept;
    private final Refusals refusals;
    private final Shared shared;

    /** What all repositories share. */
    static final class Shared {

        private static final Duration TAGS_FRESH = Duration.ofMinutes(1);
        private static final Duration REFERRERS_FRESH = Duration.ofMinutes(5);
        private static final int OBJECT = 64;

        private final Group<String> tags;
        private final Group<Referrer> referrers;

        /** {@code memory}: of which each kind of list may fill a half. */
        Shared(MemoryBudget memory, InstantSource clock) {
            long half = Math.max(1, memory.limit() / 2);
            tags =
                    new Group<>(
                            new KeptLists<>(
                                    memory.child("tags", half),
                                    tag -> OBJECT + tag.length(),
                                    TAGS_FRESH,
                                    clock),
                            new Flights<>());
            referrers =
                    new Group<>(
                            new KeptLists<>(
                                    memory.child("referrers", half),
                                    Shared::weight,
                                    REFERRERS_FRESH,
                                    clock),
                            new Flights<>());
        }

        private static int weight(Referrer referrer) {
            int annotations =
                    referrer.annotations().entrySet().stream()
                            .mapToInt(e ->
                                    3 * OBJECT
                                            + 2 * e.getKey().length()
                                            + 2 * e.getValue().length())
                            .sum();
            return 6 * OBJECT
                    + referrer.mediaType().length()
                    + referrer.digest().hex().length()
                    + referrer.artifactType().map(String::length).orElse(0)
                    + annotations;
        }
    }

    /** Lists of one kind, and those that are being asked for. */
    private record Group<T>(KeptLists<T> kept, Flights<Answer<List<T>>> flights) {}

    MirrorLists(RemoteRepository remote, Kept kept, Refusals refusals, Shared shared) {
        this.remote = remote;
        this.kept = kept;
        this.refusals = refusals;
        this.shared = shared;
    }

    Answer<List<String>> tags(String last, int most) {
        int wanted = Math.min(most, PAGE);
        Key all = Key.of(Key.Kind.MANIFEST, remote, "tags/list");
        Key page =
                Key.of(Key.Kind.MANIFEST, remote, "tags/list?n=%d&last=%s".formatted(wanted, last));
        return list(
                shared.tags,
                all,
                page,
                () ->
                        remote.tags(last, wanted)
                                .then(tags ->
                                        new Reply.Good<>(
                                                tags.stream()
                                                        .distinct()
                                                        .sorted()
                                                        .limit(wanted)
                                                        .toList())));
    }

    Answer<List<Referrer>> referrers(Digest subject, Optional<String> artifactType) {
        Key key = Key.of(Key.Kind.REFERRERS, remote, subject);
        return switch (list(shared.referrers, key, key, () -> remote.referrers(subject))) {
            case Answer.Found<List<Referrer>>(List<Referrer> all) ->
                    new Answer.Found<>(
                            all.stream()
                                    .filter(referrer ->
                                            artifactType.isEmpty()
                                                    || artifactType.equals(referrer.artifactType()))
                                    .toList());
            case Answer.Missing<List<Referrer>> _ -> new Answer.Found<>(List.of());
            case Answer.Unavailable<List<Referrer>> away -> {
                // better than nothing is what was pulled so far
                List<Referrer> known =
                        refusals.isDenied(key) ? List.of() : kept.referrers(subject, artifactType);
                yield known.isEmpty() ? away : new Answer.Found<>(known);
            }
        };
    }

    /**
     * A list.
     *
     * @param refused what is noted when it is refused
     * @param page what it is kept under
     */
    private <T> Answer<List<T>> list(
            Group<T> group, Key refused, Key page, Supplier<Reply<List<T>>> question) {
        Optional<List<T>> fresh = group.kept.fresh(page);
        if (fresh.isPresent()) {
            return new Answer.Found<>(fresh.get());
        }
        Answer<List<T>> answer =
                refusals.<List<T>>find(refused)
                        .or(() ->
                                group.flights.ask(
                                        page,
                                        () -> asked(group, refused, page, question.get()),
                                        PATIENCE))
                        .orElseGet(this::slow);
        return answer instanceof Answer.Unavailable<List<T>> && !refusals.isDenied(refused)
                ? group.kept.any(page).<Answer<List<T>>>map(Answer.Found::new).orElse(answer)
                : answer;
    }

    private <T> Answer<List<T>> asked(Group<T> group, Key refused, Key page, Reply<List<T>> reply) {
        return switch (reply) {
            case Reply.Good<List<T>>(List<T> list) -> {
                refusals.forget(refused);
                group.kept.put(page, list);
                yield new Answer.Found<>(list);
            }
            case Reply.Absent<List<T>> absent -> gone(group, refused, page, absent);
            case Reply.Denied<List<T>> denied -> gone(group, refused, page, denied);
            case Reply.Failed<List<T>> failed ->
                    // with something to give out instead, the upstream is left alone for a while
                    refusals.note(refused, failed, group.kept.any(page).isEmpty());
        };
    }

    private <T> Answer<List<T>> gone(Group<T> group, Key refused, Key page, Reply<?> reply) {
        group.kept.forget(page);
        return refusals.note(refused, reply, true);
    }

    private <T> Answer<T> slow() {
        return new Answer.Unavailable<>(
                Cause.SLOW, LATER, remote.upstream() + " takes too long to answer");
    }
}
