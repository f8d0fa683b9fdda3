package dev.warren.edge.ssh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A {@link FileDrop} that keeps what it takes, so that files can be listed, copied back and removed
 * as well. Each account sees its own. All methods are called on virtual threads and may block.
 */
public interface FileFolder extends FileDrop {

    /**
     * A file that is kept.
     *
     * @param size in bytes, at most {@link FileDrop#maxBytes}
     */
    record KeptFile(String name, int size, Instant changedAt) {}

    /** What there is, by name; a bounded number. */
    List<KeptFile> list(SshConnection connection);

    Optional<KeptFile> find(SshConnection connection, String name);

    /** The bytes of a file; empty when there is none. */
    Optional<byte[]> read(SshConnection connection, String name);

    /** Whether there was such a file, which is gone now. */
    boolean remove(SshConnection connection, String name);
}
