package dev.warren.registry.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wrong answer of {@link FaultyUpstream}, given once. */
public interface Fault {

    /**
     * Answers.
     *
     * @param good the head that a good answer would have, to the empty line
     * @param body the body that it would have
     */
    void answer(Asked asked, String good, byte[] body, OutputStream out) throws IOException;

    /** The right head, and then the connection breaks behind {@code bytes} of the body. */
    static Fault cut(int bytes) {
        return (_, good, body, out) -> {
            out.write(good.getBytes(US_ASCII));
            out.write(body, 0, Math.min(bytes, body.length));
            out.flush();
        };
    }

    /** One wrong byte. */
    static Fault corrupt(int at) {
        return (_, good, body, out) -> {
            byte[] wrong = body.clone();
            wrong[at] ^= 1;
            out.write(good.getBytes(US_ASCII));
            out.write(wrong);
        };
    }

    /** All of it and a little more, without a length. */
    static Fault endless(int more) {
        return (_, good, body, out) -> {
            out.write(good.replaceAll("Content-Length: \\d+\r\n", "").getBytes(US_ASCII));
            out.write(body);
            out.write(new byte[more]);
        };
    }

    /** The whole body although a part was asked for. */
    static Fault whole(byte[] all) {
        return (_, _, _, out) -> {
            out.write(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                            .formatted(all.length)
                            .getBytes(US_ASCII));
            out.write(all);
        };
    }

    /** Without a length. */
    static Fault unsized() {
        return endless(0);
    }

    /** So many bytes, and the rest once {@code go} is open. */
    static Fault pause(int bytes, CountDownLatch go) {
        return (_, good, body, out) -> {
            out.write(good.getBytes(US_ASCII));
            out.write(body, 0, bytes);
            out.flush();
            try {
                if (!go.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("nobody said go");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            out.write(Arrays.copyOfRange(body, bytes, body.length));
        };
    }

    /** Nothing at all until {@code go} is open. */
    static Fault hang(CountDownLatch go) {
        return (_, _, _, _) -> {
            try {
                boolean over = go.await(20, TimeUnit.SECONDS);
                throw new IOException("hung " + over);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Another status, with more fields of the form {@code Name: value}. */
    static Fault status(int status, String... fields) {
        return (_, _, _, out) -> {
            String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
            out.write(
                    "HTTP/1.1 %d Fault\r\nConnection: close\r\n%sContent-Length: 0\r\n\r\n"
                            .formatted(status, more)
                            .getBytes(US_ASCII));
        };
    }

    /** A right answer with another field. */
    static Fault with(String field) {
        return (_, good, body, out) -> {
            String name = field.substring(0, field.indexOf(':'));
            String head = good.replaceAll(name + ": [^\r]*\r\n", "");
            out.write(head.substring(0, head.length() - 2).getBytes(US_ASCII));
            out.write((field + "\r\n\r\n").getBytes(US_ASCII));
            out.write(body);
        };
    }
}
