package dev.warren.registry.mirror;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.upstream.RemoteRepository;
import dev.warren.registry.upstream.Reply;
import java.util.List;
import java.util.Optional;

/** Lists of one upstream repository, which are not kept. Blocks; thread-safe. */
final class MirrorLists {

    private static final int PAGE = 1001;

    private final RemoteRepository remote;
    private final Kept kept;
    private final Refusals refusals;

    MirrorLists(RemoteRepository remote, Kept kept, Refusals refusals) {
        this.remote = remote;
        this.kept = kept;
        this.refusals = refusals;
    }

    Answer<List<String>> tags(String last, int most) {
        Key key = Key.of(Key.Kind.MANIFEST, remote, "tags/list");
        Optional<Answer<List<String>>> refused = refusals.find(key);
        if (refused.isPresent()) {
            return refused.get();
        }
        int wanted = Math.min(most, PAGE);
        return switch (remote.tags(last, wanted)) {
            case Reply.Good<List<String>>(List<String> tags) ->
                    new Answer.Found<>(tags.stream().distinct().sorted().limit(wanted).toList());
            case Reply.Absent<List<String>> absent -> refusals.note(key, absent, true);
            case Reply.Denied<List<String>> denied -> refusals.note(key, denied, true);
            case Reply.Failed<List<String>> failed -> refusals.note(key, failed, true);
        };
    }

    Answer<List<Referrer>> referrers(Digest subject, Optional<String> artifactType) {
        Key key = Key.of(Key.Kind.REFERRERS, remote, subject);
        Optional<Answer<List<Referrer>>> refused = refusals.find(key);
        if (refused.isPresent()) {
            return none(refused.get(), subject, artifactType);
        }
        return switch (remote.referrers(subject)) {
            case Reply.Good<List<Referrer>>(List<Referrer> all) ->
                    new Answer.Found<>(
                            all.stream()
                                    .filter(referrer ->
                                            artifactType.isEmpty()
                                                    || artifactType.equals(referrer.artifactType()))
                                    .toList());
            case Reply.Absent<List<Referrer>> absent ->
                    none(refusals.note(key, absent, true), subject, artifactType);
            case Reply.Denied<List<Referrer>> denied -> refusals.note(key, denied, true);
            case Reply.Failed<List<Referrer>> failed ->
                    none(refusals.note(key, failed, true), subject, artifactType);
        };
    }

    /** No list is an empty one; while nobody can be asked, it is what was pulled so far. */
    private Answer<List<Referrer>> none(
            Answer<List<Referrer>> refusal, Digest subject, Optional<String> artifactType) {
        return switch (refusal) {
            case Answer.Found<List<Referrer>> found -> found;
            case Answer.Missing<List<Referrer>> _ -> new Answer.Found<>(List.of());
            case Answer.Unavailable<List<Referrer>> away -> {
                List<Referrer> known = kept.referrers(subject, artifactType);
                yield known.isEmpty() ? away : new Answer.Found<>(known);
            }
        };
    }
}
