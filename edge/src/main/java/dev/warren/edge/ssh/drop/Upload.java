package dev.warren.edge.ssh.drop;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.ssh.DroppedFile;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way in: its bytes in memory, charged to the budget, up to what its folder takes.
 * Used by one thread.
 */
final class Upload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int FIRST = 4096;

    private final FileDrop drop;
    private final String name;
    private final Reservation held;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * @throws dev.warren.core.memory.BudgetExceededException when there is no memory for even the
     *     first bytes
     */
    Upload(FileDrop drop, String name, MemoryBudget budget) {
        this.drop = drop;
        this.name = name;
        this.held = budget.reserve(0);
    }

    String path() {
        return drop.folder() + "/" + name;
    }

    int size() {
        return size;
    }

    /**
     * Adds bytes at the end.
     *
     * @throws RefusedException when the file gets too large, or memory is short
     */
    void append(byte[] source, int offset, int length) throws RefusedException {
        if (length > drop.maxBytes() - size) {
            throw tooLarge(drop);
        }
        if (length > bytes.length - size) {
            grow(size + length);
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Makes room for a file of {@code length} bytes, which the folder takes. */
    void reserve(int length) throws RefusedException {
        if (length > 0) {
            grow(length);
        }
    }

    /** Reads exactly {@code length} bytes, for which there is room, from {@code in}. */
    void readFully(InputStream in, int length) throws IOException {
        size = in.readNBytes(bytes, 0, length);
        if (size < length) {
            throw new IOException("the copy ended early");
        }
    }

    private void grow(int least) throws RefusedException {
        int before = bytes.length;
        int after = Math.max(least, Math.min(drop.maxBytes(), Math.max(FIRST, 2 * before)));
        if (!held.tryGrow(after)) {
            throw new RefusedException("the server is short of memory for copies; try again later");
        }
        bytes = Arrays.copyOf(bytes, after);
        held.shrink(before);
    }

    static RefusedException tooLarge(FileDrop drop) {
        return new RefusedException(
                "the file is too large (expected: at most %d bytes in %s/)"
                        .formatted(drop.maxBytes(), drop.folder()));
    }

    /** Hands the file over. */
    FileDrop.Outcome finish(SshConnection connection) {
        try {
            return drop.accept(
                    connection,
                    new DroppedFile(name, size, new ByteArrayInputStream(bytes, 0, size)));
        } catch (IOException | RuntimeException broken) {
            LOG.warn("ssh copy failed folder={}", drop.folder(), broken);
            return new FileDrop.Outcome.Rejected(
                    List.of(name + ": could not be kept; the server's log says why"));
        }
    }

    @Override
    public void close() {
        held.close();
    }

    /** The file is not taken; an expected outcome, so without a stack trace. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String sentence;

        RefusedException(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }
}
