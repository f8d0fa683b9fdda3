package dev.warren.edge.ssh.drop;

import static dev.warren.edge.ssh.drop.SftpReply.EOF;
import static dev.warren.edge.ssh.drop.SftpReply.FAILURE;
import static dev.warren.edge.ssh.drop.SftpReply.NO_SUCH_FILE;
import static dev.warren.edge.ssh.drop.SftpReply.OK;
import static dev.warren.edge.ssh.drop.SftpReply.PERMISSION_DENIED;
import static dev.warren.edge.ssh.drop.SftpReply.UNSUPPORTED;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.drop.DropFolders.Place;
import dev.warren.edge.ssh.session.ExitStatus;
import dev.warren.edge.ssh.session.SessionIo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An sftp server, version 3, over drop folders: files can be written from start to end and nothing
 * can be read back. A file is judged when it is closed. One request is held at a time; one virtual
 * thread.
 */
public final class SftpServer {

    private static final int MAX_HANDLES = 8;
    private static final int FLAG_WRITE = 2;
    private static final String FOLDERS_ONLY = "this is a place to drop files, nothing else";

    private final DropFolders folders;
    private final SshConnection connection;
    private final SessionIo io;
    private final SftpReply reply;
    private final Map<String, Upload> uploads = new HashMap<>();

    /** Open folder listings, and whether each was read to its end. */
    private final Map<String, Listing> listings = new HashMap<>();

    private int handles;
    private int failures;

    public SftpServer(DropFolders folders, SshConnection connection, SessionIo io) {
        this.folders = folders;
        this.connection = connection;
        this.io = io;
        this.reply = new SftpReply(io.rawOut());
    }

    /** Serves until the client ends; gives the exit status. */
    public int run() throws IOException {
        try {
            while (!io.ending().isOver()) {
                answer(SftpPacket.read(io.in()));
            }
        } catch (EOFException end) {
            return failures == 0 ? ExitStatus.OK : ExitStatus.FAILED;
        } finally {
            uploads.values().forEach(Upload::close);
        }
        return ExitStatus.FAILED;
    }

    private void answer(SftpPacket packet) throws IOException {
        int id = packet.id();
        switch (packet.type()) {
            case SftpPacket.INIT -> reply.version();
            case SftpPacket.REALPATH -> realPath(id, packet.text());
            case SftpPacket.STAT, SftpPacket.LSTAT -> stat(id, packet.text());
            case SftpPacket.FSTAT -> fstat(id, packet.text());
            case SftpPacket.SETSTAT, SftpPacket.FSETSTAT -> reply.status(id, OK, "");
            case SftpPacket.OPENDIR -> openFolder(id, packet.text());
            case SftpPacket.READDIR -> readFolder(id, packet.text());
            case SftpPacket.OPEN -> open(id, packet.text(), packet.number());
            case SftpPacket.WRITE -> write(id, packet.text(), packet.offset(), packet.bytes());
            case SftpPacket.CLOSE -> close(id, packet.text());
            case SftpPacket.READ,
                    SftpPacket.REMOVE,
                    SftpPacket.MKDIR,
                    SftpPacket.RMDIR,
                    SftpPacket.RENAME,
                    SftpPacket.READLINK,
                    SftpPacket.SYMLINK ->
                    reply.status(id, PERMISSION_DENIED, FOLDERS_ONLY);
            default -> reply.status(id, UNSUPPORTED, "not supported");
        }
    }

    private void realPath(int id, String path) throws IOException {
        switch (folders.resolve(path)) {
            case Place.Root _ -> reply.names(id, List.of("/"));
            case Place.Folder(FileDrop drop) -> reply.names(id, List.of("/" + drop.folder()));
            case Place.File(FileDrop drop, String name) ->
                    reply.names(id, List.of("/" + drop.folder() + "/" + name));
            case Place.None(String sentence) -> refuse(id, NO_SUCH_FILE, path, sentence);
        }
    }

    private void stat(int id, String path) throws IOException {
        switch (folders.resolve(path)) {
            case Place.Root _, Place.Folder _ -> reply.folder(id);
            case Place.File _ -> reply.status(id, NO_SUCH_FILE, "dropped files are not kept here");
            case Place.None(String sentence) -> reply.status(id, NO_SUCH_FILE, sentence);
        }
    }

    private void fstat(int id, String handle) throws IOException {
        Upload upload = uploads.get(handle);
        if (upload == null) {
            reply.status(id, FAILURE, "no such handle");
        } else {
            reply.file(id, upload.size());
        }
    }

    private void openFolder(int id, String path) throws IOException {
        List<String> names;
        switch (folders.resolve(path)) {
            case Place.Root _ -> names = folders.list().stream().map(FileDrop::folder).toList();
            case Place.Folder _ -> names = List.of();
            case Place.File _, Place.None _ -> {
                reply.status(id, NO_SUCH_FILE, "there is no such folder" + folders.expected());
                return;
            }
        }
        String handle = newHandle();
        if (handle == null) {
            reply.status(id, FAILURE, "too many open files");
        } else {
            listings.put(handle, new Listing(names));
            reply.handle(id, handle);
        }
    }

    private void readFolder(int id, String handle) throws IOException {
        Listing listing = listings.get(handle);
        if (listing == null) {
            reply.status(id, FAILURE, "no such handle");
        } else if (listing.names().isEmpty()) {
            reply.status(id, EOF, "");
        } else {
            reply.names(id, listing.names());
            listings.put(handle, new Listing(List.of()));
        }
    }

    private void open(int id, String path, int flags) throws IOException {
        Place place = folders.resolve(path);
        if (!(place instanceof Place.File(FileDrop drop, String name))) {
            String sentence =
                    place instanceof Place.None(String why)
                            ? why
                            : "there is no such folder" + folders.expected();
            refuse(id, NO_SUCH_FILE, path, sentence);
            return;
        }
        if ((flags & FLAG_WRITE) == 0) {
            reply.status(id, PERMISSION_DENIED, FOLDERS_ONLY);
            return;
        }
        String handle = newHandle();
        if (handle == null) {
            reply.status(id, FAILURE, "too many open files");
            return;
        }
        try {
            uploads.put(handle, new Upload(drop, name, folders.budget()));
            reply.handle(id, handle);
        } catch (BudgetExceededException full) {
            refuse(id, FAILURE, path, "the server is short of memory for copies; try again later");
        }
    }

    private void write(int id, String handle, long offset, ByteBuffer data) throws IOException {
        Upload upload = uploads.get(handle);
        if (upload == null) {
            reply.status(id, FAILURE, "no such handle");
            return;
        }
        if (offset != upload.size()) {
            refuse(id, FAILURE, upload.path(), "files are written from start to end here");
            return;
        }
        try {
            upload.append(data.array(), data.arrayOffset() + data.position(), data.remaining());
            reply.status(id, OK, "");
        } catch (Upload.RefusedException refused) {
            drop(handle, upload);
            refuse(id, FAILURE, upload.path(), refused.sentence());
        }
    }

    private void close(int id, String handle) throws IOException {
        Upload upload = uploads.get(handle);
        if (upload == null) {
            boolean known = listings.remove(handle) != null;
            reply.status(id, known ? OK : FAILURE, known ? "" : "no such handle");
            return;
        }
        switch (upload.finish(connection)) {
            case FileDrop.Outcome.Taken(List<String> lines) -> {
                Outcomes.print(lines, io);
                reply.status(id, OK, "");
            }
            case FileDrop.Outcome.Rejected(List<String> lines) -> {
                failures++;
                Outcomes.print(lines, io);
                reply.status(id, FAILURE, "nothing of it was taken");
            }
        }
        drop(handle, upload);
    }

    private void drop(String handle, Upload upload) {
        uploads.remove(handle);
        upload.close();
    }

    /** Also on stderr, since clients show only the code of a status. */
    private void refuse(int id, int code, String path, String sentence) throws IOException {
        failures++;
        Outcomes.print(List.of(path + ": " + sentence), io);
        reply.status(id, code, sentence);
    }

    private @Nullable String newHandle() {
        if (uploads.size() + listings.size() >= MAX_HANDLES) {
            return null;
        }
        handles++;
        return Integer.toString(handles);
    }

    private record Listing(List<String> names) {}
}
