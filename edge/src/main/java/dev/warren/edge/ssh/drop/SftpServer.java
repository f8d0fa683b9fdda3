package dev.warren.edge.ssh.drop;

import static dev.warren.edge.ssh.drop.SftpReply.EOF;
import static dev.warren.edge.ssh.drop.SftpReply.FAILURE;
import static dev.warren.edge.ssh.drop.SftpReply.NO_SUCH_FILE;
import static dev.warren.edge.ssh.drop.SftpReply.OK;
import static dev.warren.edge.ssh.drop.SftpReply.PERMISSION_DENIED;
import static dev.warren.edge.ssh.drop.SftpReply.UNSUPPORTED;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.drop.DropFolders.Place;
import dev.warren.edge.ssh.session.ExitStatus;
import dev.warren.edge.ssh.session.SessionIo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An sftp server, version 3, over drop folders: files can be written from start to end, and read
 * back and removed where the folder keeps them. A file is judged when it is closed. One request is
 * held at a time; one virtual thread.
 */
public final class SftpServer {

    private static final int MAX_HANDLES = 8;
    private static final int FLAG_WRITE = 2;
    private static final int MOST_NAMES = 50;
    private static final int MOST_READ = 32 * 1024;
    private static final String NO_HANDLE = "no such handle";
    private static final String SHORT_OF_MEMORY =
            "the server is short of memory for copies; try again later";
    private static final String FOLDERS_ONLY = "this is a place to drop files, nothing else";

    private final DropFolders folders;
    private final SshConnection connection;
    private final SessionIo io;
    private final SftpReply reply;
    private final SftpView view;
    private final Map<String, Upload> uploads = new HashMap<>();
    private final Map<String, Download> downloads = new HashMap<>();

    /** Open folder listings, and what is left to be read of each. */
    private final Map<String, List<SftpEntry>> listings = new HashMap<>();

    private int handles;
    private int failures;

    public SftpServer(DropFolders folders, SshConnection connection, SessionIo io) {
        this.folders = folders;
        this.connection = connection;
        this.io = io;
        this.reply = new SftpReply(io.rawOut());
        this.view = new SftpView(folders, connection, reply);
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
            downloads.values().forEach(Download::close);
        }
        return ExitStatus.FAILED;
    }

    private void answer(SftpPacket packet) throws IOException {
        int id = packet.id();
        switch (packet.type()) {
            case SftpPacket.INIT -> reply.version();
            case SftpPacket.REALPATH -> realPath(id, packet.text());
            case SftpPacket.STAT, SftpPacket.LSTAT -> view.stat(id, packet.text());
            case SftpPacket.FSTAT -> fstat(id, packet.text());
            case SftpPacket.SETSTAT, SftpPacket.FSETSTAT -> reply.status(id, OK, "");
            case SftpPacket.OPENDIR -> openFolder(id, packet.text());
            case SftpPacket.READDIR -> readFolder(id, packet.text());
            case SftpPacket.OPEN -> open(id, packet.text(), packet.number());
            case SftpPacket.WRITE -> write(id, packet.text(), packet.offset(), packet.bytes());
            case SftpPacket.CLOSE -> close(id, packet.text());
            case SftpPacket.READ -> read(id, packet.text(), packet.offset(), packet.number());
            case SftpPacket.REMOVE -> remove(id, packet.text());
            case SftpPacket.MKDIR,
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
            case Place.Root _ -> name(id, "/");
            case Place.Folder(FileDrop drop) -> name(id, "/" + drop.folder());
            case Place.File(FileDrop drop, String name) ->
                    name(id, "/" + drop.folder() + "/" + name);
            case Place.None(String sentence) -> refuse(id, NO_SUCH_FILE, path, sentence);
        }
    }

    private void name(int id, String path) throws IOException {
        reply.names(id, List.of(SftpEntry.folder(path)));
    }

    private void fstat(int id, String handle) throws IOException {
        Upload upload = uploads.get(handle);
        Download download = downloads.get(handle);
        if (upload != null) {
            reply.attributes(id, new SftpEntry(handle, upload.size(), false, Instant.EPOCH));
        } else if (download != null) {
            reply.attributes(id, download.entry());
        } else {
            reply.status(id, FAILURE, NO_HANDLE);
        }
    }

    private void openFolder(int id, String path) throws IOException {
        Optional<List<SftpEntry>> entries = view.list(path);
        if (entries.isEmpty()) {
            reply.status(id, NO_SUCH_FILE, "there is no such folder" + folders.expected());
            return;
        }
        String handle = newHandle();
        if (handle == null) {
            reply.status(id, FAILURE, "too many open files");
        } else {
            listings.put(handle, entries.get());
            reply.handle(id, handle);
        }
    }

    private void readFolder(int id, String handle) throws IOException {
        List<SftpEntry> left = listings.get(handle);
        if (left == null) {
            reply.status(id, FAILURE, NO_HANDLE);
        } else if (left.isEmpty()) {
            reply.status(id, EOF, "");
        } else {
            int most = Math.min(left.size(), MOST_NAMES);
            reply.names(id, left.subList(0, most));
            listings.put(handle, left.subList(most, left.size()));
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
        String handle = newHandle();
        if (handle == null) {
            reply.status(id, FAILURE, "too many open files");
            return;
        }
        try {
            if ((flags & FLAG_WRITE) != 0) {
                uploads.put(handle, new Upload(drop, name, folders.budget()));
                reply.handle(id, handle);
            } else if (drop instanceof FileFolder folder) {
                download(id, handle, folder, name);
            } else {
                reply.status(id, PERMISSION_DENIED, FOLDERS_ONLY);
            }
        } catch (BudgetExceededException full) {
            refuse(id, FAILURE, path, SHORT_OF_MEMORY);
        }
    }

    private void download(int id, String handle, FileFolder folder, String name)
            throws IOException {
        Optional<Download> file = Download.open(folder, name, connection, folders.budget());
        if (file.isEmpty()) {
            reply.status(id, NO_SUCH_FILE, "there is no such file");
        } else {
            downloads.put(handle, file.get());
            reply.handle(id, handle);
        }
    }

    private void read(int id, String handle, long offset, int length) throws IOException {
        Download download = downloads.get(handle);
        if (download == null) {
            reply.status(id, FAILURE, NO_HANDLE);
        } else if (offset < 0 || length < 0 || offset >= download.bytes().length) {
            reply.status(id, EOF, "");
        } else {
            int left = download.bytes().length - (int) offset;
            reply.data(
                    id,
                    download.bytes(),
                    (int) offset,
                    Math.min(left, Math.min(length, MOST_READ)));
        }
    }

    private void remove(int id, String path) throws IOException {
        if (!(folders.resolve(path) instanceof Place.File(FileFolder folder, String name))) {
            reply.status(id, PERMISSION_DENIED, FOLDERS_ONLY);
        } else if (folder.remove(connection, name)) {
            reply.status(id, OK, "");
        } else {
            reply.status(id, NO_SUCH_FILE, "there is no such file");
        }
    }

    private void write(int id, String handle, long offset, ByteBuffer data) throws IOException {
        Upload upload = uploads.get(handle);
        if (upload == null) {
            reply.status(id, FAILURE, NO_HANDLE);
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
            Download download = downloads.remove(handle);
            if (download != null) {
                download.close();
            }
            boolean known = listings.remove(handle) != null || download != null;
            reply.status(id, known ? OK : FAILURE, known ? "" : NO_HANDLE);
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
        if (uploads.size() + downloads.size() + listings.size() >= MAX_HANDLES) {
            return null;
        }
        handles++;
        return Integer.toString(handles);
    }
}
