package dev.warren.registry.hosted;

import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.hosted.UploadException.Reason;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.store.IncomingBlobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files of uploads between two requests, with the hash of what came, so that the next request goes
 * on without reading all of it again. The longest unused are closed when there are too many.
 * Thread-safe; one request at a time holds an upload.
 */
final class LiveUploads {

    private static final int MOST = 256;

    private final IncomingBlobs files;

    /** By use, the longest unused first. Guarded by itself. */
    private final Map<UUID, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    LiveUploads(IncomingBlobs files) {
        this.files = files;
    }

    private static final class Entry {
        /** Null until it is opened, which its holder does. */
        @Nullable IncomingBlob blob;

        boolean held = true;
    }

    /** Takes the upload for one request. */
    Held hold(UploadRows.Row row) throws UploadException, IOException {
        Entry entry;
        synchronized (entries) {
            entry = entries.get(row.id());
            if (entry == null) {
                entry = new Entry();
                entries.put(row.id(), entry);
            } else if (entry.held) {
                throw new UploadException(Reason.BUSY, "another request is sending to this upload");
            } else {
                entry.held = true;
            }
        }
        try {
            IncomingBlob blob = entry.blob;
            if (blob == null) {
                expectBytes(row);
                blob = files.resume(row.id(), Digest.Algorithm.SHA256, row.written());
                entry.blob = blob;
            }
            return new Held(row.id(), entry, blob);
        } catch (UploadException | IOException | RuntimeException unreadable) {
            remove(row.id());
            throw unreadable;
        }
    }

    /**
     * A crash between a blob's getting its place and its being noted leaves a row without bytes,
     * and what was sent to another machine is there.
     */
    private void expectBytes(UploadRows.Row row) throws UploadException, IOException {
        if (files.begun(row.id()).orElse(0L) < row.written()) {
            throw new UploadException(
                    Reason.UNKNOWN,
                    "the bytes of this upload are gone, or on another machine; begin another");
        }
    }

    /** An upload that one request has. */
    final class Held implements AutoCloseable {

        private final UUID id;
        private final Entry entry;
        private final IncomingBlob blob;

        private Held(UUID id, Entry entry, IncomingBlob blob) {
            this.id = id;
            this.entry = entry;
            this.blob = blob;
        }

        IncomingBlob blob() {
            return blob;
        }

        /** It is over: its file is closed or gone. */
        void forget() {
            remove(id);
        }

        @Override
        public void close() throws IOException {
            synchronized (entries) {
                entry.held = false;
            }
            closeMoreThan(MOST);
        }
    }

    /** Closes all that no request holds. */
    void closeIdle() throws IOException {
        closeMoreThan(0);
    }

    private void closeMoreThan(int most) throws IOException {
        List<IncomingBlob> closing = new ArrayList<>();
        synchronized (entries) {
            var oldestFirst = entries.values().iterator();
            while (entries.size() > most && oldestFirst.hasNext()) {
                Entry entry = oldestFirst.next();
                if (!entry.held) {
                    oldestFirst.remove();
                    if (entry.blob != null) {
                        closing.add(entry.blob);
                    }
                }
            }
        }
        for (IncomingBlob blob : closing) {
            blob.close();
        }
    }

    private void remove(UUID id) {
        synchronized (entries) {
            entries.remove(id);
        }
    }
}
