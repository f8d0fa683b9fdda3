package dev.warren.edge.ssh.drop;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.drop.DropFolders.Place;
import dev.warren.edge.ssh.session.ExitStatus;
import dev.warren.edge.ssh.session.Printable;
import dev.warren.edge.ssh.session.SessionIo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The sending end of the old scp protocol ({@code scp -f}), for one file of a folder. */
final class ScpSource {

    private final DropFolders folders;
    private final SshConnection connection;
    private final SessionIo io;

    ScpSource(DropFolders folders, SshConnection connection, SessionIo io) {
        this.folders = folders;
        this.connection = connection;
        this.io = io;
    }

    int run(String path) throws IOException {
        if (!(folders.resolve(path) instanceof Place.File(FileFolder folder, String name))) {
            return fail(path, "nothing can be copied from here" + folders.expected());
        }
        try {
            Optional<Download> file = Download.open(folder, name, connection, folders.budget());
            if (file.isEmpty()) {
                return fail(path, "there is no such file");
            }
            try (Download download = file.get()) {
                return send(download, name);
            }
        } catch (BudgetExceededException full) {
            return fail(path, "the server is short of memory for copies; try again later");
        }
    }

    private int send(Download download, String name) throws IOException {
        String head = "C0600 %d %s\n".formatted(download.bytes().length, name);
        if (io.in().read() != 0) {
            return ExitStatus.FAILED;
        }
        io.rawOut().write(head.getBytes(StandardCharsets.UTF_8));
        io.rawOut().flush();
        if (io.in().read() != 0) {
            return ExitStatus.FAILED;
        }
        io.rawOut().write(download.bytes());
        io.rawOut().write(0);
        io.rawOut().flush();
        return io.in().read() == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private int fail(String path, String sentence) throws IOException {
        String line = Printable.line("scp: %s: %s".formatted(path, sentence)) + "\n";
        io.rawOut().write(1);
        io.rawOut().write(line.getBytes(StandardCharsets.UTF_8));
        io.rawOut().flush();
        return ExitStatus.FAILED;
    }
}
