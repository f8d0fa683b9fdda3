package dev.warren.edge.ssh.drop;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.drop.DropFolders.Place;
import dev.warren.edge.ssh.session.ExitStatus;
import dev.warren.edge.ssh.session.Printable;
import dev.warren.edge.ssh.session.SessionIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The receiving end of the old scp protocol ({@code scp -t}), for single files into drop folders.
 * What became of a file goes to stderr; the protocol's own error makes the client fail.
 */
public final class ScpSink {

    private static final int MAX_LINE = 1024;
    private static final Pattern FILE = Pattern.compile("C[0-7]{4} (\\d{1,18}) (.+)");
    private static final String FOLDERS_ONLY = "only single files can be copied here";

    private final DropFolders folders;
    private final SshConnection connection;
    private final SessionIo io;
    private int failures;

    public ScpSink(DropFolders folders, SshConnection connection, SessionIo io) {
        this.folders = folders;
        this.connection = connection;
        this.io = io;
    }

    /** Runs with the words after {@code scp}; gives the exit status. */
    public int run(List<String> arguments) throws IOException {
        List<String> flags = arguments.stream().filter(word -> word.startsWith("-")).toList();
        String path = arguments.isEmpty() ? "" : arguments.getLast();
        if (flags.stream().noneMatch(flag -> flag.contains("t"))) {
            return new ScpSource(folders, connection, io).run(path);
        }
        Place target = folders.resolve(path);
        if (target instanceof Place.None(String sentence)) {
            fail("scp: %s: %s".formatted(path, sentence));
            return ExitStatus.FAILED;
        }
        acknowledge();
        for (String line = line(); !line.isEmpty(); line = line()) {
            receive(line, target);
        }
        return failures == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private void receive(String line, Place target) throws IOException {
        switch (line.charAt(0)) {
            case 'T', 'E' -> acknowledge();
            case 'C' -> file(line, target);
            case 'D' -> fail("scp: " + FOLDERS_ONLY);
            // the client tells of an error on its side, and goes on
            case 1, 2 -> failures++;
            default -> throw new IOException("scp: malformed line");
        }
    }

    private void file(String line, Place target) throws IOException {
        Matcher matcher = FILE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("scp: malformed file line");
        }
        long size = Long.parseLong(matcher.group(1));
        Optional<Place.File> place = place(target, matcher.group(2));
        if (place.isEmpty()) {
            fail(
                    "scp: %s: there is no such folder%s"
                            .formatted(matcher.group(2), folders.expected()));
            return;
        }
        FileDrop drop = place.get().drop();
        if (size > drop.maxBytes()) {
            fail("scp: %s: %s".formatted(place.get().name(), Upload.tooLarge(drop).sentence()));
            return;
        }
        try (Upload upload = new Upload(drop, place.get().name(), folders.budget())) {
            receive(upload, (int) size);
        } catch (BudgetExceededException full) {
            fail("scp: the server is short of memory for copies; try again later");
        } catch (Upload.RefusedException refused) {
            fail("scp: %s: %s".formatted(place.get().name(), refused.sentence()));
        }
    }

    private void receive(Upload upload, int size) throws IOException, Upload.RefusedException {
        upload.reserve(size);
        acknowledge();
        upload.readFully(io.in(), size);
        if (io.in().read() != 0) {
            throw new IOException("scp: the client could not read its file");
        }
        switch (upload.finish(connection)) {
            case FileDrop.Outcome.Taken(List<String> lines) -> {
                Outcomes.print(lines, io);
                acknowledge();
            }
            case FileDrop.Outcome.Rejected(List<String> lines) -> {
                Outcomes.print(lines, io);
                fail("scp: %s: nothing of it was taken".formatted(upload.path()));
            }
        }
    }

    /** The client sends its file's name, which counts when the target is no file name itself. */
    private Optional<Place.File> place(Place target, String name) {
        return switch (target) {
            case Place.File file -> Optional.of(file);
            case Place.Folder(FileDrop drop) ->
                    folders.resolve(drop.folder() + "/" + name) instanceof Place.File file
                            ? Optional.of(file)
                            : Optional.empty();
            case Place.Root _, Place.None _ -> Optional.empty();
        };
    }

    private void acknowledge() throws IOException {
        io.rawOut().write(0);
        io.rawOut().flush();
    }

    private void fail(String sentence) throws IOException {
        failures++;
        OutputStream out = io.rawOut();
        out.write(1);
        out.write((Printable.line(sentence) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The next line without its end; empty at the end of the input. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = io.in().read(); b != '\n'; b = io.in().read()) {
            if (b < 0) {
                return "";
            }
            if (line.size() >= MAX_LINE) {
                throw new IOException("scp: line too long");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
