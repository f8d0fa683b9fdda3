package dev.warren.registry.commands;

import dev.warren.edge.ssh.ByteCount;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.registry.catalog.OverviewRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.overview.RegistryOverview;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what is known of the registry as tables. */
final class Listing {

    private static final int PERCENT = 100;

    private static final List<String> REPOSITORIES =
            List.of(
                    "name",
                    "owner",
                    "visibility",
                    "size",
                    "tags",
                    "pushed",
                    "pulled",
                    "pulled_by",
                    "pulls");
    private static final List<String> TAGS =
            List.of("tag", "digest", "size", "platforms", "pushed");
    private static final List<String> PARTS =
            List.of("kind", "digest", "size", "stored", "manifest");
    private static final List<String> UPSTREAMS =
            List.of("upstream", "size", "reads", "hits", "hit_percent");
    private static final List<String> PULLERS = List.of("account", "pulls", "last");
    private static final List<String> PINS = List.of("image", "since", "by");

    private final RegistryOverview overview;
    private final CommandOutput output;

    Listing(RegistryOverview overview, CommandOutput output) {
        this.overview = overview;
        this.output = output;
    }

    int all() {
        return repositories(Optional.empty());
    }

    int of(long account) {
        return repositories(Optional.of(account));
    }

    private int repositories(Optional<Long> owner) {
        output.table(
                REPOSITORIES,
                overview.repositories(owner).stream().<List<?>>map(Listing::row).toList());
        return 0;
    }

    private static List<?> row(OverviewRows.Summary repository) {
        return List.of(
                repository.name(),
                repository.owner().orElse(""),
                repository.owner().isEmpty() ? "cached" : repository.open() ? "public" : "private",
                new ByteCount(repository.bytes()),
                repository.tags(),
                orNothing(repository.pushedAt()),
                orNothing(repository.pulledAt()),
                repository.pulledBy().orElse(""),
                repository.pulls());
    }

    private static Object orNothing(Optional<Instant> at) {
        return at.<Object>map(instant -> instant).orElse("");
    }

    /** The tags of a repository, or the parts of one tag. */
    int image(Repository repository, Image image, boolean layers) throws Refused {
        if (layers) {
            return layers(repository, image);
        }
        List<OverviewRows.TagSummary> tags =
                overview.tags(repository.id()).stream()
                        .filter(tag -> image.reference().isEmpty() || is(image, tag))
                        .toList();
        if (tags.isEmpty() && image.reference().isPresent()) {
            throw absent(image);
        }
        output.table(TAGS, tags.stream().<List<?>>map(Listing::row).toList());
        return 0;
    }

    private static boolean is(Image image, OverviewRows.TagSummary tag) {
        String reference = image.reference().orElseThrow().toString();
        return reference.equals(tag.name()) || reference.equals(tag.digest().toString());
    }

    private static List<?> row(OverviewRows.TagSummary tag) {
        return List.of(
                tag.name(),
                tag.digest().toString(),
                new ByteCount(tag.bytes()),
                tag.platforms(),
                tag.movedAt());
    }

    private int layers(Repository repository, Image image) throws Refused {
        if (!(image.reference().orElse(null) instanceof Tag tag)) {
            throw new Refused("invalid", "--layers: no tag (expected: REPO:TAG --layers)");
        }
        List<OverviewRows.Part> parts = overview.parts(repository.id(), tag.name());
        if (parts.isEmpty()) {
            throw absent(image);
        }
        output.table(
                PARTS,
                parts.stream()
                        .<List<?>>map(part ->
                                List.of(
                                        part.kind().toLowerCase(Locale.ROOT),
                                        part.digest(),
                                        new ByteCount(part.size()),
                                        part.here(),
                                        part.manifest()))
                        .toList());
        return 0;
    }

    private static Refused absent(Image image) {
        return new Refused(
                "not-found",
                "%s has no tag %s (registry ls %s shows them)"
                        .formatted(
                                image.repository(),
                                image.reference().orElseThrow(),
                                image.repository()));
    }

    int usage(long account) {
        RegistryOverview.Usage usage = overview.usage(account);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("held", new ByteCount(usage.bytes()));
        fields.put("quota", new ByteCount(usage.quota()));
        fields.put("percent", PERCENT * usage.bytes() / usage.quota());
        fields.put("uploads", usage.uploads());
        fields.put("most_uploads", usage.mostUploads());
        fields.put("uploaded", new ByteCount(usage.uploadBytes()));
        output.object(fields);
        return 0;
    }

    int cache() {
        RegistryOverview.Cache cache = overview.cache();
        if (output.json()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("bytes", cache.bytes());
            fields.put("limit", cache.limit());
            fields.put("upstreams", cache.upstreams().stream().map(Listing::fields).toList());
            output.object(fields);
            return 0;
        }
        output.together(() -> {
            output.say(
                    "%s of %s can be fetched again"
                            .formatted(new ByteCount(cache.bytes()), new ByteCount(cache.limit())));
            output.table(
                    UPSTREAMS,
                    cache.upstreams().stream()
                            .map(Listing::fields)
                            .<List<?>>map(fields -> List.copyOf(fields.values()))
                            .toList());
        });
        return 0;
    }

    private static Map<String, Object> fields(RegistryOverview.Upstream upstream) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("upstream", upstream.name());
        fields.put("size", new ByteCount(upstream.bytes()));
        fields.put("reads", upstream.reads());
        fields.put("hits", upstream.hits());
        fields.put(
                "hit_percent",
                upstream.hitRate().isPresent()
                        ? Math.round(PERCENT * upstream.hitRate().getAsDouble())
                        : "");
        return fields;
    }

    /** Who pulled; nobody in particular has no name. */
    int pullers(Repository repository) {
        output.table(
                PULLERS,
                overview.pullers(repository.id()).stream()
                        .<List<?>>map(puller ->
                                List.of(puller.account().orElse(""), puller.pulls(), puller.last()))
                        .toList());
        return 0;
    }

    int pins() {
        output.table(
                PINS,
                overview.pins().stream()
                        .<List<?>>map(pin -> List.of(pin.image(), pin.at(), pin.by()))
                        .toList());
        return 0;
    }
}
