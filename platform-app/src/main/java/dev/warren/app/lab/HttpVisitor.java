package dev.warren.app.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of a visitor, on loopback, who speaks plain HTTP/1.1 and reads or writes bodies at
 * the pace of the caller. Confined to one thread, but {@link #close} may come from any.
 */
public final class HttpVisitor implements AutoCloseable {

    private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(5).toMillis();
    private static final int HEAD_LIMIT = 16 << 10;
    private static final int BUFFER = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final Socket socket = new Socket();
    private final Entrance entrance;
    private final InputStream in;
    private final OutputStream out;

    /**
     * Connects.
     *
     * @param buffers bytes the kernel holds each way for a slow visitor; 0 leaves it to the kernel
     * @param patience the longest wait for a byte to arrive
     */
    public HttpVisitor(Entrance entrance, int buffers, Duration patience) throws IOException {
        this.entrance = entrance;
        if (buffers > 0) {
            socket.setReceiveBufferSize(buffers);
            socket.setSendBufferSize(buffers);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) patience.toMillis());
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), entrance.port()),
                CONNECT_TIMEOUT);
        in = new BufferedInputStream(socket.getInputStream(), buffers > 0 ? 512 : BUFFER);
        out = socket.getOutputStream();
    }

    /** What came before the body; a length of -1 when none was given. */
    public record Head(int status, long length) {}

    /** The status of a GET on a connection of its own; 0 when there was no answer. */
    public static int status(Entrance entrance, String path) {
        try (var visitor = new HttpVisitor(entrance, 0, Duration.ofSeconds(5))) {
            visitor.request("GET", path, "Connection: close\r\n");
            return visitor.head().status();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Sends the head of a request.
     *
     * @param headers complete lines, each with its line end
     */
    public void request(String method, String path, String headers) throws IOException {
        out.write(
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                        .formatted(method, path, entrance.host(), headers)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the head of the answer. */
    public Head head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
            int next = in.read();
            if (next < 0 || text.length() == HEAD_LIMIT) {
                throw new IOException("no whole head in the answer: " + text.length() + " bytes");
            }
            text.append((char) next);
        }
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("no status in the answer");
        }
        Matcher length = LENGTH.matcher(text);
        return new Head(
                Integer.parseInt(status.group(1)),
                length.find() ? Long.parseLong(length.group(1)) : -1);
    }

    public InputStream body() {
        return in;
    }

    public OutputStream out() {
        return out;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
