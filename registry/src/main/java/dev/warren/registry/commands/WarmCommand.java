package dev.warren.registry.commands;

import dev.warren.edge.ssh.ByteCount;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.oci.Platform;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.warm.Warming;
import dev.warren.registry.warm.Warming.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code registry warm}. Confined to one thread. */
@Command(
        name = "warm",
        description = "Fetch an image of another registry, so that later pulls find it here.")
final class WarmCommand implements Callable<Integer> {

    private static final String ALL = "all";

    private final Parts parts;
    private final Call call;

    @Parameters(
            paramLabel = "IMAGE",
            description = "such as docker.io/library/alpine:3.20; latest without a tag")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String text;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH[/VARIANT]",
            description = "only this one, may be repeated; all for all; by default this machine's")
    private List<String> platforms = List.of();

    /** What the command uses. */
    record Parts(Warming warming, Mirrors mirrors) {}

    WarmCommand(Parts parts, CommandContext context) {
        this.parts = parts;
        this.call = new Call(context);
    }

    @Override
    public Integer call() {
        return call.act(() -> {
            Warming.Wish wish = wish();
            Progress progress = new Progress(call.context());
            return tell(parts.warming.warm(wish, progress));
        });
    }

    private Warming.Wish wish() throws Refused {
        Image image = Image.parse(text);
        RepositoryName all = image.repository();
        if (all.rest().isEmpty() || !parts.mirrors.isUpstream(all.first())) {
            throw new Refused(
                    "invalid",
                    "%s is no other registry's image (expected: a name like docker.io/library/alpine; registry mirrors lists those)"
                            .formatted(text));
        }
        return new Warming.Wish(
                all.first(),
                all.rest().get(),
                image.reference().orElse(new Reference.Tag("latest")),
                platforms(),
                call.name());
    }

    private Set<Platform> platforms() throws Refused {
        Set<Platform> wanted = new LinkedHashSet<>();
        for (String word : platforms) {
            if (word.equals(ALL)) {
                return Set.of();
            }
            wanted.add(
                    Platform.parse(word)
                            .orElseThrow(() ->
                                    new Refused(
                                            "invalid",
                                            "--platform: %s (expected: a word like linux/amd64, or all)"
                                                    .formatted(word))));
        }
        return wanted.isEmpty() ? Set.of(Platform.ours()) : wanted;
    }

    private int tell(Outcome outcome) throws Refused {
        switch (outcome) {
            case Outcome.Refused(String words) -> throw new Refused("failed", words);
            case Outcome.Cancelled() -> throw new Refused("cancelled", "ended early");
            case Outcome.Warm warm -> {
                if (call.output().json()) {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("event", "warm");
                    fields.put("image", text);
                    fields.put("manifests", warm.manifests());
                    fields.put("blobs", warm.blobs());
                    fields.put("bytes", warm.bytes());
                    fields.put("fetched", warm.fetched());
                    call.output().object(fields);
                } else {
                    call.output()
                            .say(
                                    "%s is here: %d manifests, %d layers and configurations, %s, of which %s came now"
                                            .formatted(
                                                    text,
                                                    warm.manifests(),
                                                    warm.blobs(),
                                                    new ByteCount(warm.bytes()),
                                                    new ByteCount(warm.fetched())));
                }
            }
        }
        return 0;
    }
}
