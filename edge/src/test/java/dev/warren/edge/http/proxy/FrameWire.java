package dev.warren.edge.http.proxy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** HTTP/2 by hand, frame by frame, for what real clients do not do. */
final class FrameWire implements Closeable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** A frame that came; {@code code} is the first number of its payload. */
    record Frame(int type, int flags, int stream, byte[] payload) {

        int code() {
            return (payload[0] & 0xff) << 24
                    | (payload[1] & 0xff) << 16
                    | (payload[2] & 0xff) << 8
                    | payload[3] & 0xff;
        }

        String text() {
            return new String(payload, StandardCharsets.US_ASCII);
        }

        boolean ends() {
            return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
        }
    }

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private boolean open = true;

    /** Connects; streams may send {@code window} bytes before they are told to go on. */
    FrameWire(int port, String sni, int window) {
        socket = SecureWire.socket(port, sni, new String[] {"h2"}, new String[0]);
        try {
            in = new DataInputStream(socket.getInputStream());
            write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send(
                SETTINGS,
                0,
                0,
                new byte[] {
                    0,
                    4,
                    (byte) (window >> 24),
                    (byte) (window >> 16),
                    (byte) (window >> 8),
                    (byte) window
                });
    }

    /** The server's side of a connection that a client has just opened; it greets back. */
    FrameWire(Socket client) throws IOException {
        socket = client;
        in = new DataInputStream(socket.getInputStream());
        in.skipNBytes(PREFACE.length());
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /** Whether everything could be sent so far. */
    boolean isOpen() {
        return open;
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    FrameWire send(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[5] = (byte) (stream >> 24);
        frame[6] = (byte) (stream >> 16);
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        try {
            write(frame);
        } catch (IOException gone) {
            open = false;
        }
        return this;
    }

    /** Sends a request's head; {@code more} are names and values in turn. */
    FrameWire request(
            int stream, boolean end, String method, String host, String path, String... more) {
        return head(stream, end, head(method, host, path, more));
    }

    /** Sends a head. */
    FrameWire head(int stream, boolean end, byte[] fields) {
        return send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, fields);
    }

    /** Ends a stream in the middle. */
    FrameWire reset(int stream, int code) {
        return send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, (byte) code});
    }

    /** Says that no stream behind {@code last} is looked at. */
    FrameWire goAway(int last) {
        return send(GOAWAY, 0, 0, new byte[] {0, 0, 0, (byte) last, 0, 0, 0, 0});
    }

    FrameWire get(int stream, String host, String path) {
        return request(stream, true, "GET", host, path);
    }

    /** What a request's head consists of; {@code more} are names and values in turn. */
    static byte[] head(String method, String host, String path, String... more) {
        String[] first = {":method", method, ":scheme", "https", ":path", path, ":authority", host};
        return fields(Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Literal fields without indexing. */
    static byte[] fields(String... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            out.write(0);
            text(out, fields[i]);
            text(out, fields[i + 1]);
        }
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write(rest & 0x7f | 0x80);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    FrameWire window(int stream, int bytes) {
        return send(
                WINDOW_UPDATE,
                0,
                stream,
                new byte[] {
                    (byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes
                });
    }

    /** The next frame; of type -1 at the connection's end. */
    Frame next() {
        try {
            int length = in.read();
            if (length < 0) {
                return new Frame(-1, 0, 0, new byte[0]);
            }
            length = length << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (IOException gone) {
            return new Frame(-1, 0, 0, new byte[0]);
        }
    }

    /** The next frame of that type; the connection's end ends the wait as well. */
    Frame next(int type) {
        Frame frame = next();
        while (frame.type() != type && frame.type() >= 0) {
            frame = next();
        }
        return frame;
    }

    /** The bytes of a stream's data up to its end. */
    int drain(int stream) {
        int bytes = 0;
        Frame frame = next();
        while (frame.type() >= 0) {
            if (frame.stream() == stream) {
                if (frame.type() == DATA) {
                    bytes += frame.payload().length;
                }
                if (frame.ends()) {
                    return bytes;
                }
                if (frame.type() == RST_STREAM) {
                    return -1;
                }
            }
            frame = next();
        }
        return -2;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
