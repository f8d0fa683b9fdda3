package dev.warren.edge.ssh;

import java.io.IOException;
import java.util.List;

/**
 * A place that takes files over scp and sftp, contributed by a module as a bean: {@code scp
 * daily.txt HOST:feeds/} drops into the one whose folder is {@code feeds}. Files that can be copied
 * back make it a {@link FileFolder}.
 */
public interface FileDrop {

    /** The folder's name, without slashes; unique among all drops. */
    String folder();

    /** One line for {@code help} and the folder listing. */
    String summary();

    /** The largest file in bytes; a larger one is refused before it is read. */
    int maxBytes();

    /**
     * Takes one whole file, or nothing of it. Called on a virtual thread and may block.
     *
     * @throws IOException when the file could not be kept for a reason that is not its content
     */
    Outcome accept(SshConnection connection, DroppedFile file) throws IOException;

    /** What became of a file. */
    sealed interface Outcome {

        /** The file was taken; the lines go to the user's stderr, so that stdout stays quiet. */
        record Taken(List<String> lines) implements Outcome {
            public Taken {
                lines = List.copyOf(lines);
            }
        }

        /** Nothing was kept; each line names file and line: {@code a.pub:2: no public key}. */
        record Rejected(List<String> lines) implements Outcome {
            public Rejected {
                lines = List.copyOf(lines);
            }
        }
    }
}
