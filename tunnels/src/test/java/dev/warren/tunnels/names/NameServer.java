package dev.warren.tunnels.names;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server that knows a few texts, on a port of its own. */
public final class NameServer implements AutoCloseable {

    private static final int NO_SUCH_NAME = 0x8583;
    private static final int FOUND = 0x8580;
    private static final int HEADER = 12;

    /** Texts by name, lower case, without a dot at the end. */
    public final Map<String, List<String>> texts = new ConcurrentHashMap<>();

    private final DatagramSocket socket;

    public NameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::serve);
    }

    /** {@code 127.0.0.1:port}. */
    public String place() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] bytes = new byte[512];
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(bytes, bytes.length);
                socket.receive(question);
                byte[] answer = answer(bytes);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private byte[] answer(byte[] question) {
        var name = new StringBuilder();
        int at = HEADER;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], US_ASCII));
            at += question[at] + 1;
        }
        List<String> found = texts.getOrDefault(name.toString(), List.of());
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(question, 0, 2);
            out.writeShort(found.isEmpty() ? NO_SUCH_NAME : FOUND);
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(question, HEADER, at + 5 - HEADER);
            for (String text : found) {
                // the name is the question's; TXT, IN, a minute
                out.writeShort(0xc00c);
                out.writeShort(16);
                out.writeShort(1);
                out.writeInt(60);
                out.writeShort(text.length() + 1);
                out.writeByte(text.length());
                out.write(text.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
