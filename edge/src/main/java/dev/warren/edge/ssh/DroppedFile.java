package dev.warren.edge.ssh;

import java.io.InputStream;

/**
 * A whole file that a user copied in. Its bytes are in memory, charged to the door's budget until
 * {@link FileDrop#accept} returns, so they must not be kept.
 *
 * @param name the last part of the path, without slashes and control characters
 * @param size the bytes, at most {@link FileDrop#maxBytes}
 */
public record DroppedFile(String name, int size, InputStream content) {}
