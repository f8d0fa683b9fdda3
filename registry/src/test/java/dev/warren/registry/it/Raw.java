package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A connection on which requests are written by hand. */
final class Raw implements AutoCloseable {

    private static final int MILLIS = 20_000;

    private final Socket socket;

    private Raw(Socket socket) {
        this.socket = socket;
    }

    static Raw open(RunningRegistry registry) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port());
        socket.setSoTimeout(MILLIS);
        return new Raw(socket);
    }

    /** Sends a request, whose lines may end as they do in Java. */
    void send(String request) throws IOException {
        int end = request.indexOf("\n\n");
        String head = request.substring(0, end + 2).replace("\n", "\r\n");
        socket.getOutputStream().write((head + request.substring(end + 2)).getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends more of a request. */
    void sendBytes(byte[] more) throws IOException {
        socket.getOutputStream().write(more);
        socket.getOutputStream().flush();
    }

    /** All that comes until the other side closes. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** What a GET is answered with. */
    static String get(RunningRegistry registry, String host, String path, String... fields)
            throws IOException {
        try (Raw raw = open(registry)) {
            StringBuilder head =
                    new StringBuilder("GET %s HTTP/1.1\nHost: %s\n".formatted(path, host));
            for (String field : fields) {
                head.append(field).append('\n');
            }
            raw.send(head + "Connection: close\n\n");
            return raw.rest();
        }
    }

    /** The status of an answer. */
    static int status(String answer) {
        return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
