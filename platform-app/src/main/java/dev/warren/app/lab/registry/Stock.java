package dev.warren.app.lab.registry;

import dev.warren.app.lab.LabException;
import dev.warren.app.lab.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Any number of blobs of one size. They differ in their last eight bytes only, so that one file of
 * the rest serves all, and each digest is known at once. Thread-safe.
 */
public final class Stock {

    static final int END = Long.BYTES;

    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final long size;
    private final MessageDigest begun;

    private Stock(Path file, long size, MessageDigest begun) {
        this.file = file;
        this.size = size;
        this.begun = begun;
    }

    /**
     * Writes the common part to a file of the workspace, which is flushed before this returns.
     *
     * @param size bytes of each blob, more than eight
     */
    public static Stock make(Workspace workspace, String name, long size) {
        byte[] block = new byte[BLOCK];
        new SplittableRandom(size).nextBytes(block);
        MessageDigest hash = sha256();
        Path file = workspace.file(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size - END; left > 0; left -= BLOCK) {
                int length = (int) Math.min(BLOCK, left);
                out.write(block, 0, length);
                hash.update(block, 0, length);
            }
        } catch (IOException e) {
            throw new LabException("%s: %d bytes not written: %s".formatted(name, size, e));
        }
        return new Stock(file, size, hash);
    }

    public long size() {
        return size;
    }

    /** The blob of that number, the same each time. */
    public Content content(long number) {
        byte[] end = ByteBuffer.allocate(END).putLong(number).array();
        try {
            MessageDigest hash = (MessageDigest) begun.clone();
            return new Content(digest(hash, end), file, size, end);
        } catch (CloneNotSupportedException e) {
            throw new LabException("SHA-256 of this JDK cannot be cloned", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("SHA-256 is missing", e);
        }
    }

    static String digest(MessageDigest hash, byte[] last) {
        return "sha256:" + HexFormat.of().formatHex(hash.digest(last));
    }
}
