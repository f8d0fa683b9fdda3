package dev.warren.edge.ssh.drop;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the answers of an sftp server, version 3. */
final class SftpReply {

    static final int OK = 0;
    static final int EOF = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int UNSUPPORTED = 8;

    private static final int VERSION = 2;
    private static final int STATUS = 101;
    private static final int HANDLE = 102;
    private static final int DATA = 103;
    private static final int NAME = 104;
    private static final int ATTRS = 105;
    private static final int HAS_SIZE = 1;
    private static final int HAS_PERMISSIONS = 4;
    private static final int HAS_TIMES = 8;

    private final OutputStream out;

    SftpReply(OutputStream out) {
        this.out = out;
    }

    void version() throws IOException {
        send(VERSION, data -> data.writeInt(3));
    }

    void status(int id, int code, String sentence) throws IOException {
        send(
                STATUS,
                data -> {
                    data.writeInt(id);
                    data.writeInt(code);
                    text(data, sentence);
                    text(data, "en");
                });
    }

    void handle(int id, String handle) throws IOException {
        send(
                HANDLE,
                data -> {
                    data.writeInt(id);
                    text(data, handle);
                });
    }

    void names(int id, List<SftpEntry> entries) throws IOException {
        send(
                NAME,
                data -> {
                    data.writeInt(id);
                    data.writeInt(entries.size());
                    for (SftpEntry entry : entries) {
                        text(data, entry.name());
                        text(data, entry.line());
                        attributes(data, entry);
                    }
                });
    }

    void attributes(int id, SftpEntry entry) throws IOException {
        send(
                ATTRS,
                data -> {
                    data.writeInt(id);
                    attributes(data, entry);
                });
    }

    void data(int id, byte[] bytes, int offset, int length) throws IOException {
        send(
                DATA,
                data -> {
                    data.writeInt(id);
                    data.writeInt(length);
                    data.write(bytes, offset, length);
                });
    }

    private static void attributes(DataOutputStream data, SftpEntry entry) throws IOException {
        data.writeInt(HAS_SIZE | HAS_PERMISSIONS | HAS_TIMES);
        data.writeLong(entry.size());
        data.writeInt(entry.mode());
        int seconds = (int) entry.changedAt().getEpochSecond();
        data.writeInt(seconds);
        data.writeInt(seconds);
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private void send(int type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeByte(type);
        body.write(data);
        DataOutputStream packet = new DataOutputStream(out);
        packet.writeInt(bytes.size());
        bytes.writeTo(packet);
        packet.flush();
    }

    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream data) throws IOException;
    }
}
