package dev.warren.registry.hosted;

import dev.warren.core.people.AccountName;
import dev.warren.core.webhooks.WebhookEvent;
import dev.warren.core.webhooks.Webhooks;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.Tag;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells owners' webhooks of tags that are pushed, and of what is deleted. Never blocks. */
public final class HostedNews {

    /** Of webhooks that are told of repositories. */
    public static final String TOPIC = "registry";

    private static final String PUSH = "push";
    private static final String DELETE = "delete";

    /** What is told. */
    public static final List<String> KINDS = List.of(PUSH, DELETE);

    private final Webhooks webhooks;
    private final InstantSource clock;

    public HostedNews(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Tells it, if anybody wants to know. */
    public void tell(HostedChange change) {
        Repository repository = change.repository();
        if (repository.upstream().isPresent()) {
            // kept of another registry, and nobody's here
            return;
        }
        switch (change) {
            case HostedChange.Pushed pushed -> {
                for (Tag tag : pushed.tags()) {
                    tell(
                            repository,
                            PUSH,
                            Map.of(
                                    "tag", tag.name(),
                                    "digest", pushed.digest().toString(),
                                    "by", repository.name().first()));
                }
            }
            case HostedChange.Deleted deleted ->
                    tell(
                            repository,
                            DELETE,
                            switch (deleted.reference()) {
                                case Tag tag -> Map.of("tag", tag.name(), "by", deleted.by());
                                case Reference.ByDigest by ->
                                        Map.of(
                                                "digest",
                                                by.digest().toString(),
                                                "by",
                                                deleted.by());
                            });
            case HostedChange.Removed removed ->
                    tell(repository, DELETE, Map.of("by", removed.by()));
            case HostedChange.Opened _ -> {}
        }
    }

    private void tell(Repository repository, String kind, Map<String, String> more) {
        Map<String, String> data = new HashMap<>(more);
        data.put("repository", repository.name().value());
        webhooks.post(
                new WebhookEvent(
                        new AccountName(repository.name().first()),
                        TOPIC,
                        kind,
                        clock.instant(),
                        data));
    }
}
