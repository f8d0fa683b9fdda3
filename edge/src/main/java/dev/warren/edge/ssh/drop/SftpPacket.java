package dev.warren.edge.ssh.drop;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One request of an sftp client.
 *
 * @param type the message's number
 * @param id the number that the answer carries; 0 for {@code INIT}
 * @param body what follows
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02">SFTP version
 *     3</a>
 */
record SftpPacket(int type, int id, ByteBuffer body) {

    static final int INIT = 1;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int SETSTAT = 9;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int READLINK = 19;
    static final int SYMLINK = 20;

    private static final int MAX_LENGTH = 72 * 1024;

    /**
     * Reads the next request.
     *
     * @throws java.io.EOFException at the end of the input
     * @throws IOException when it is malformed or longer than 72 KiB
     */
    static SftpPacket read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 5 || length > MAX_LENGTH) {
            throw new IOException("sftp: packet of %d bytes".formatted(length));
        }
        ByteBuffer packet = ByteBuffer.wrap(data.readNBytes(length));
        if (packet.remaining() < length) {
            throw new IOException("sftp: packet cut short");
        }
        int type = packet.get();
        return new SftpPacket(type, type == INIT ? 0 : packet.getInt(), packet);
    }

    String text() throws IOException {
        ByteBuffer bytes = bytes();
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    ByteBuffer bytes() throws IOException {
        int length = number();
        if (length < 0 || length > body.remaining()) {
            throw new IOException("sftp: malformed request");
        }
        ByteBuffer bytes = body.slice(body.position(), length);
        body.position(body.position() + length);
        return bytes;
    }

    int number() throws IOException {
        try {
            return body.getInt();
        } catch (BufferUnderflowException e) {
            throw new IOException("sftp: malformed request", e);
        }
    }

    long offset() throws IOException {
        try {
            return body.getLong();
        } catch (BufferUnderflowException e) {
            throw new IOException("sftp: malformed request", e);
        }
    }
}
