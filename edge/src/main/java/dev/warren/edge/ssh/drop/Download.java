package dev.warren.edge.ssh.drop;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.FileFolder.KeptFile;
import dev.warren.edge.ssh.SshConnection;
import java.util.Optional;

/** A kept file on its way out: its bytes in memory, charged to the budget. Used by one thread. */
final class Download implements AutoCloseable {

    private final KeptFile file;
    private final byte[] bytes;
    private final Reservation held;

    private Download(KeptFile file, byte[] bytes, Reservation held) {
        this.file = file;
        this.bytes = bytes;
        this.held = held;
    }

    /**
     * Opens a file; empty when there is none.
     *
     * @throws BudgetExceededException when there is no memory for it
     */
    static Optional<Download> open(
            FileFolder folder, String name, SshConnection connection, MemoryBudget budget) {
        Optional<KeptFile> file = folder.find(connection, name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        // it may be another one by now, and no larger than the folder takes
        Reservation held = budget.reserve(folder.maxBytes());
        Optional<byte[]> bytes = Optional.empty();
        try {
            bytes = folder.read(connection, name);
        } finally {
            if (bytes.isEmpty()) {
                held.close();
            }
        }
        return bytes.map(content -> {
            held.shrink(Math.max(0, held.bytes() - content.length));
            return new Download(file.get(), content, held);
        });
    }

    byte[] bytes() {
        return bytes;
    }

    SftpEntry entry() {
        return new SftpEntry(file.name(), bytes.length, false, file.changedAt());
    }

    @Override
    public void close() {
        held.close();
    }
}
