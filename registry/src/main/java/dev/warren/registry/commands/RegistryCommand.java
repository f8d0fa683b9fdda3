package dev.warren.registry.commands;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.overview.RegistryOverview;
import dev.warren.registry.upkeep.Fsck;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code registry}: what one may do about repositories. */
@Command(name = "registry", description = "List, open, close and delete repositories.")
final class RegistryCommand {

    private final Parts parts;
    private final Call call;
    private final Finder finder;

    /** What the commands use. */
    record Parts(
            RegistryOverview overview,
            Hosted hosted,
            Hosted.Tables tables,
            PinRows pins,
            Fsck fsck,
            People people,
            AuditLog audit,
            InstantSource clock) {}

    private RegistryCommand(Parts parts, CommandContext context) {
        this.parts = parts;
        this.call = new Call(context);
        this.finder = new Finder(parts.tables.repositories());
    }

    /** The command, to be contributed to the SSH door. */
    static SshCommand contribution(Parts parts, List<RegistrySubcommand> more) {
        return new SshCommand(
                "registry",
                "list, open, close and delete your repositories",
                false,
                context -> {
                    CommandSpec spec =
                            CommandSpec.forAnnotatedObject(new RegistryCommand(parts, context));
                    for (RegistrySubcommand one : more) {
                        spec.addSubcommand(
                                one.name(), new CommandLine(one.create().apply(context)));
                    }
                    return spec;
                });
    }

    @Command(
            name = "ls",
            description = "List repositories, or the tags of one, or with --layers what tags hold.")
    int ls(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "REPO[:TAG]",
                            description =
                                    "its tags; administrators also name those of other registries")
                    @Nullable String text,
            @Option(
                            names = "--layers",
                            description = "the manifests, configurations and layers of one tag")
                    boolean layers,
            @Option(names = "--all", description = "everybody's repositories (administrators)")
                    boolean all,
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "another account's (administrators)")
                    @Nullable String user) {
        Listing listing = new Listing(parts.overview, call.output());
        return call.act(() -> {
            if (text != null) {
                Image image = Image.parse(text);
                return listing.image(finder.any(call, image.repository()), image, layers);
            }
            if (layers) {
                throw new Refused("invalid", "--layers: no tag (expected: REPO:TAG --layers)");
            }
            if (all) {
                call.administratorsOnly("see the repositories of other accounts");
                return listing.all();
            }
            return listing.of(whose(user).id());
        });
    }

    @Command(
            name = "pulls",
            description = "Show who pulled from a repository, how often, and when last.")
    int pulls(
            @Parameters(
                            paramLabel = "REPO",
                            description =
                                    "one of yours; administrators also name those of other registries")
                    String text) {
        return call.act(() -> {
            Image image = Image.parse(text);
            if (image.reference().isPresent()) {
                throw new Refused(
                        "invalid",
                        "%s (expected: a repository, whose pulls are counted as a whole)"
                                .formatted(text));
            }
            return new Listing(parts.overview, call.output())
                    .pullers(finder.any(call, image.repository()));
        });
    }

    private Account whose(@Nullable String user) throws Refused {
        if (user == null || user.equals(call.name())) {
            return call.account();
        }
        call.administratorsOnly("see the repositories of other accounts");
        if (!AccountName.isValid(user)) {
            throw new Refused("not-found", "there is no account " + user);
        }
        return parts.people
                .account(new AccountName(user))
                .orElseThrow(() -> new Refused("not-found", "there is no account " + user));
    }

    @Command(
            name = "rm",
            description =
                    "Delete a tag (its manifest stays), a manifest with its tags, or with --yes a"
                            + " whole repository; administrators also what is kept of another"
                            + " registry, which is fetched anew when somebody pulls it.")
    int rm(
            @Parameters(paramLabel = "REPO[:TAG|@DIGEST]", description = "what to delete")
                    String text,
            @Option(names = "--yes", description = "really the whole repository") boolean yes) {
        return call.act(() -> {
            Image image = Image.parse(text);
            Repository repository = finder.any(call, image.repository());
            if (image.reference().isEmpty() && !yes) {
                throw new Refused(
                        "invalid",
                        "%s is a whole repository (expected: --yes as well, or %s:TAG)"
                                .formatted(text, text));
            }
            if (image.reference().isEmpty()) {
                parts.hosted.remove(repository, call.name());
            } else if (!parts.hosted.remove(repository, image.reference().get(), call.name())) {
                throw new Refused("not-found", "there is no " + text);
            }
            audit(repository, "registry.delete", text);
            call.output().say("deleted " + text);
            return 0;
        });
    }

    @Command(
            name = "usage",
            description =
                    "Show what you hold and may hold; administrators with --cache what is kept of"
                            + " other registries.")
    int usage(
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "another account's (administrators)")
                    @Nullable String user,
            @Option(
                            names = "--cache",
                            description = "what is kept of other registries (administrators)")
                    boolean cache) {
        Listing listing = new Listing(parts.overview, call.output());
        return call.act(() -> {
            if (cache) {
                call.administratorsOnly("see what is kept of other registries");
                return listing.cache();
            }
            return listing.usage(whose(user).id());
        });
    }

    @Command(name = "public", description = "Let everybody pull from a repository.")
    int open(@Parameters(paramLabel = "REPO") String text) {
        return open(text, true);
    }

    @Command(name = "private", description = "Let nobody but its owner pull from a repository.")
    int close(@Parameters(paramLabel = "REPO") String text) {
        return open(text, false);
    }

    private int open(String text, boolean open) {
        return call.act(() -> {
            Image image = Image.parse(text);
            if (image.reference().isPresent()) {
                throw new Refused(
                        "invalid",
                        "%s (expected: a repository, which is open as a whole)".formatted(text));
            }
            Repository repository = finder.hosted(call, image.repository());
            parts.hosted.open(repository, open);
            audit(repository, open ? "registry.public" : "registry.private", text);
            call.output().say("%s is %s now".formatted(text, open ? "public" : "private"));
            return 0;
        });
    }

    @Command(
            name = "pin",
            description =
                    "Never throw an image of another registry away, or list those (administrators).")
    int pin(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "IMAGE",
                            description =
                                    "such as docker.io/library/alpine:3.20; none lists the pinned")
                    @Nullable String text) {
        return call.act(() -> {
            call.administratorsOnly("pin images");
            if (text == null) {
                return new Listing(parts.overview, call.output()).pins();
            }
            Pinned image = pinned(text);
            boolean added =
                    parts.pins.add(
                            image.repository,
                            image.image.reference().orElseThrow(),
                            call.name(),
                            parts.clock.instant());
            call.output().say(added ? "pinned " + text : text + " was pinned before");
            return 0;
        });
    }

    @Command(name = "unpin", description = "Let a pinned image go when it is old (administrators).")
    int unpin(@Parameters(paramLabel = "IMAGE") String text) {
        return call.act(() -> {
            call.administratorsOnly("pin images");
            Pinned image = pinned(text);
            if (!parts.pins.remove(image.repository, image.image.reference().orElseThrow())) {
                throw new Refused("not-found", text + " is not pinned");
            }
            call.output().say("no longer pinned: " + text);
            return 0;
        });
    }

    private record Pinned(Repository repository, Image image) {}

    private Pinned pinned(String text) throws Refused {
        Image image = Image.parse(text);
        if (image.reference().isEmpty()) {
            throw new Refused("invalid", "%s (expected: with :TAG or @DIGEST)".formatted(text));
        }
        return new Pinned(finder.mirrored(image.repository()), image);
    }

    @Command(
            name = "fsck",
            description =
                    "Look whether every blob is there and hashes right (administrators); changes"
                            + " nothing.")
    int fsck(
            @Option(names = "--no-hash", description = "only look for the files") boolean noHash,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "60",
                            description = "end after so long, 1 to 600 (${DEFAULT-VALUE})")
                    int seconds) {
        return call.act(() -> {
            call.administratorsOnly("look at the store");
            return new FsckCall(parts.fsck, call, parts.clock).run(!noHash, seconds);
        });
    }

    /** What is done to others' repositories is recorded. */
    private void audit(Repository repository, String action, String subject) {
        if (!repository.owner().equals(Optional.of(call.account().id()))) {
            parts.audit.record(call.name(), action, subject, "");
        }
    }
}
