package dev.warren.edge.ssh.drop;

import static dev.warren.edge.ssh.drop.SftpReply.NO_SUCH_FILE;

import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.drop.DropFolders.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What an sftp client sees of the folders. */
final class SftpView {

    private final DropFolders folders;
    private final SshConnection connection;
    private final SftpReply reply;

    SftpView(DropFolders folders, SshConnection connection, SftpReply reply) {
        this.folders = folders;
        this.connection = connection;
        this.reply = reply;
    }

    void stat(int id, String path) throws IOException {
        switch (folders.resolve(path)) {
            case Place.Root _ -> reply.attributes(id, SftpEntry.folder("/"));
            case Place.Folder(FileDrop drop) ->
                    reply.attributes(id, SftpEntry.folder(drop.folder()));
            case Place.File(FileFolder folder, String name) -> {
                Optional<SftpEntry> file = folder.find(connection, name).map(SftpEntry::file);
                if (file.isPresent()) {
                    reply.attributes(id, file.get());
                } else {
                    reply.status(id, NO_SUCH_FILE, "there is no such file");
                }
            }
            case Place.File _ -> reply.status(id, NO_SUCH_FILE, "dropped files are not kept here");
            case Place.None(String sentence) -> reply.status(id, NO_SUCH_FILE, sentence);
        }
    }

    /** What is in a folder; empty when there is no such folder. */
    Optional<List<SftpEntry>> list(String path) {
        return switch (folders.resolve(path)) {
            case Place.Root _ ->
                    Optional.of(
                            folders.list().stream()
                                    .map(drop -> SftpEntry.folder(drop.folder()))
                                    .toList());
            case Place.Folder(FileFolder folder) ->
                    Optional.of(folder.list(connection).stream().map(SftpEntry::file).toList());
            case Place.Folder _ -> Optional.of(List.of());
            case Place.File _, Place.None _ -> Optional.empty();
        };
    }
}
