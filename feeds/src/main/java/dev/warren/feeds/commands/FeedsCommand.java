package dev.warren.feeds.commands;

import dev.warren.core.mail.Outbox;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.feeds.commands.Call.Refused;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.DigestRun;
import dev.warren.feeds.digest.DigestRunner;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.file.FeedsFile;
import dev.warren.feeds.file.FeedsFiles;
import dev.warren.feeds.file.FileNote;
import dev.warren.feeds.mail.Consents.Standing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feeds}: what one may do about digests. */
@Command(name = "feeds", description = "Keep lists of feeds that are mailed to you as digests.")
final class FeedsCommand {

    private static final String FILE = "FILE";
    private static final String DEFAULT_NAME = "daily.txt";

    private final Parts parts;
    private final Call call;

    /** What the commands use. */
    record Parts(Digests digests, DigestRunner runner, Outbox outbox, InstantSource clock) {}

    private FeedsCommand(Parts parts, CommandContext context) {
        this.parts = parts;
        this.call = new Call(context);
    }

    /** The command, to be contributed to the SSH door. */
    static SshCommand contribution(Parts parts, List<FeedsSubcommand> more) {
        return new SshCommand(
                "feeds",
                "keep lists of feeds that are mailed to you as digests",
                false,
                context -> {
                    CommandSpec spec =
                            CommandSpec.forAnnotatedObject(new FeedsCommand(parts, context));
                    for (FeedsSubcommand one : more) {
                        spec.addSubcommand(
                                one.name(), new CommandLine(one.create().apply(context)));
                    }
                    return spec;
                });
    }

    @Command(name = "ls", description = "List your files, or the feeds of one with their health.")
    int ls(
            @Parameters(arity = "0..1", paramLabel = FILE, description = "one of them")
                    @Nullable String name) {
        Listing listing = new Listing(parts.digests, call.output());
        return call.act(() -> {
            if (name == null) {
                return listing.files(parts.digests.list(call.account()));
            }
            Digest digest = find(name);
            return listing.file(digest, parts.digests.standing(call.account(), digest));
        });
    }

    @Command(name = "print", description = "Print a file as it was copied.")
    int print(@Parameters(paramLabel = FILE) String name) {
        return call.act(() -> {
            Digest digest = find(name);
            if (call.output().json()) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("file", digest.name());
                fields.put("content", digest.content());
                call.output().object(fields);
            } else {
                call.tell(digest.content().lines().toList());
            }
            return 0;
        });
    }

    @Command(
            name = "add",
            description =
                    "Keep a file that comes on standard input: ssh HOST feeds add < daily.txt")
    int add(
            @Parameters(arity = "0..1", paramLabel = FILE, description = "its name; daily.txt")
                    @Nullable String name) {
        return call.act(() -> {
            String file = name == null ? DEFAULT_NAME : name;
            return switch (parts.digests.keep(call.account(), file, input())) {
                case Digests.Outcome.Kept kept -> {
                    call.tell(Words.kept(kept, parts.outbox));
                    yield 0;
                }
                case Digests.Outcome.Refused refused -> wrong(refused.problems(), file);
            };
        });
    }

    private byte[] input() throws Refused, IOException {
        if (call.context().terminal()) {
            throw new Refused(
                    "usage", "there is no file (expected: ssh -T HOST feeds add < daily.txt)");
        }
        int most = parts.digests.maxBytes();
        byte[] bytes = call.context().input().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refused(
                    "too-large",
                    "the file is too large (expected: at most %d bytes)".formatted(most));
        }
        if (bytes.length == 0) {
            throw new Refused(
                    "usage", "there is no file (expected: ssh HOST feeds add < daily.txt)");
        }
        return bytes;
    }

    private int wrong(List<FileNote> problems, String file) {
        return call.fail("invalid", Words.problems(problems, file));
    }

    @Command(
            name = "check",
            description =
                    "Say what a file would do: one that is kept, or with < one that is not yet.")
    int check(
            @Parameters(arity = "0..1", paramLabel = FILE, description = "its name; daily.txt")
                    @Nullable String name) {
        return call.act(() -> {
            Optional<Digest> kept =
                    name == null ? Optional.empty() : parts.digests.find(call.account(), name);
            if (kept.isPresent()) {
                int late = fresh(kept.get());
                int status =
                        new Listing(parts.digests, call.output())
                                .file(
                                        kept.get(),
                                        parts.digests.standing(call.account(), kept.get()));
                return late > 0 ? 1 : status;
            }
            String file = name == null ? DEFAULT_NAME : name;
            return switch (parts.digests.look(call.account(), file, input())) {
                case FeedsFiles.Outcome.Wrong(List<FileNote> problems) -> wrong(problems, file);
                case FeedsFiles.Outcome.Read(FeedsFile good) -> good(file, good);
            };
        });
    }

    private int good(String name, FeedsFile file) {
        List<String> lines = new ArrayList<>(Words.problems(file.notes(), name));
        lines.add(
                "%s: good: %s to %s, next on %s"
                        .formatted(
                                name,
                                Words.feeds(file.feeds().size()),
                                file.email(),
                                Words.at(
                                        file.schedule().next(parts.clock.instant()),
                                        file.schedule().zone())));
        call.tell(lines);
        return 0;
    }

    private int fresh(Digest digest) {
        return new FreshFeeds(parts.digests, parts.clock).await(digest, call.context());
    }

    @Command(name = "run", description = "Make the mails of what is new now.")
    int run(
            @Parameters(paramLabel = FILE) String name,
            @Option(names = "--dry", description = "only say what would be mailed") boolean dry) {
        return call.act(() -> {
            Digest digest = find(name);
            Standing standing = parts.digests.standing(call.account(), digest);
            if (!dry) {
                checkMayRun(digest, standing);
            }
            int late = fresh(digest);
            DigestRun run =
                    parts.runner
                            .runNow(digest.id(), dry)
                            .orElseThrow(() ->
                                    new Refused(
                                            "busy", name + " is being run; try again in a minute"));
            told(digest, run, late, dry);
            return 0;
        });
    }

    private static void checkMayRun(Digest digest, Standing standing) throws Refused {
        if (standing != Standing.GOOD) {
            throw new Refused("no-consent", Words.standing(standing, digest));
        }
        if (digest.paused().isPresent()) {
            throw new Refused(
                    "paused",
                    "%s is paused: %s (feeds resume %s)"
                            .formatted(digest.name(), digest.paused().get(), digest.name()));
        }
    }

    private void told(Digest digest, DigestRun run, int late, boolean dry) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s%s".formatted(digest.name(), dry ? "would be: " : "", run.result()));
        if (late > 0) {
            lines.add(
                    "%s: %s did not answer in time; feeds ls %s tells of each"
                            .formatted(digest.name(), Words.feeds(late), digest.name()));
        }
        if (run.mails() > 0) {
            parts.outbox
                    .folder()
                    .ifPresent(folder -> lines.add(digest.name() + ": " + Words.folder(folder)));
        }
        if (call.output().json()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("file", digest.name());
            fields.put("items", run.items());
            fields.put("mails", run.mails());
            fields.put("dry", dry);
            fields.put("late", late);
            fields.put("outbox", parts.outbox.folder().map(Object::toString));
            fields.put("message", String.join("; ", lines));
            call.output().object(fields);
        } else {
            call.tell(lines);
        }
    }

    @Command(
            name = "log",
            description = "Show the newest runs of a file, and what became of their mails.")
    int log(
            @Parameters(paramLabel = FILE) String name,
            @Option(
                            names = {"-n", "--lines"},
                            paramLabel = "COUNT",
                            defaultValue = "20",
                            description = "how many, 1 to 200 (20)")
                    int lines) {
        return call.act(() -> {
            if (lines < 1 || lines > 200) {
                throw new Refused("usage", "lines: %d (expected: 1 to 200)".formatted(lines));
            }
            return new Listing(parts.digests, call.output()).log(find(name), lines);
        });
    }

    @Command(name = "export", description = "Print the feeds of one file, or of all, as OPML.")
    int export(
            @Parameters(arity = "0..1", paramLabel = FILE, description = "one of them")
                    @Nullable String name) {
        return call.act(() -> {
            List<Digest> files =
                    name == null ? parts.digests.list(call.account()) : List.of(find(name));
            String opml =
                    Export.opml(name == null ? "Feeds of " + call.account().name() : name, files);
            if (call.output().json()) {
                call.output().object(Map.of("opml", opml));
            } else {
                call.tell(opml.replace("><", ">\n<").lines().toList());
            }
            return 0;
        });
    }

    @Command(name = "rm", description = "Remove a file; nothing more is mailed of it.")
    int rm(@Parameters(paramLabel = FILE) String name) {
        return call.act(() -> {
            if (!parts.digests.remove(call.account(), name)) {
                throw missing(name);
            }
            call.output().say("removed " + name);
            return 0;
        });
    }

    @Command(name = "pause", description = "Have a file mail nothing for now.")
    int pause(@Parameters(paramLabel = FILE) String name) {
        return pause(name, true);
    }

    @Command(name = "resume", description = "Have a paused file mail again.")
    int resume(@Parameters(paramLabel = FILE) String name) {
        return pause(name, false);
    }

    private int pause(String name, boolean paused) {
        return call.act(() -> {
            Digest digest = find(name);
            if (!paused) {
                Standing standing = parts.digests.standing(call.account(), digest);
                if (standing == Standing.REFUSED) {
                    throw new Refused("no-consent", Words.standing(standing, digest));
                }
            }
            parts.digests.pause(digest, paused);
            call.output().say(name + (paused ? " is paused" : " goes on"));
            return 0;
        });
    }

    private Digest find(String name) throws Refused {
        return parts.digests.find(call.account(), name).orElseThrow(() -> missing(name));
    }

    private static Refused missing(String name) {
        return new Refused(
                "not-found", "you have no file %s (feeds ls lists those you have)".formatted(name));
    }
}
