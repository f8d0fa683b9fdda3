package dev.warren.app.lab.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client's connection to an {@link UpstreamRegistry}. Confined to one thread. */
final class UpstreamTalk {

    private static final int HEAD_LIMIT = 16 << 10;
    private static final int OK = 200;
    private static final int PART = 206;
    private static final int NOT_FOUND = 404;
    private static final Pattern RANGE = Pattern.compile("(?i)\r\nrange: *bytes=(\\d{1,18})-");

    private final UpstreamRegistry registry;
    private final SocketChannel socket;
    private final ByteBuffer in = ByteBuffer.allocate(HEAD_LIMIT).flip();

    /** A request's words. */
    private record Asked(String method, String path, long first) {

        static Asked of(String head) throws IOException {
            String[] words = head.split(" ", 3);
            if (words.length < 3) {
                throw new IOException("no request");
            }
            Matcher range = RANGE.matcher(head);
            return new Asked(words[0], words[1], range.find() ? Long.parseLong(range.group(1)) : 0);
        }

        boolean isHead() {
            return method.equals("HEAD");
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    UpstreamTalk(UpstreamRegistry registry, SocketChannel socket) {
        this.registry = registry;
        this.socket = socket;
    }

    /** Answers until the client leaves. */
    void run() throws IOException {
        for (String head = head(); !head.isEmpty(); head = head()) {
            registry.asks();
            answer(Asked.of(head));
        }
    }

    private String head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
            if (!in.hasRemaining()) {
                in.clear();
                int got = socket.read(in);
                in.flip();
                if (got < 0 || text.length() > HEAD_LIMIT) {
                    return "";
                }
            }
            text.append((char) in.get());
        }
        return text.toString();
    }

    private void answer(Asked asked) throws IOException {
        if (asked.path.equals("/v2/")) {
            say(OK, List.of(), 0);
            return;
        }
        Trouble trouble = registry.trouble();
        Optional<Content> blob = registry.blob(asked.name());
        Optional<Image> image = registry.image(asked.name());
        if (trouble instanceof Trouble.Status(int status, List<String> fields)) {
            say(status, fields, 0);
        } else if (blob.isPresent()) {
            blob(asked, blob.get(), trouble);
        } else if (image.isPresent()) {
            manifest(asked, image.get());
        } else {
            say(NOT_FOUND, List.of(), 0);
        }
    }

    private void manifest(Asked asked, Image image) throws IOException {
        List<String> fields =
                List.of("Content-Type: " + Image.TYPE, "Docker-Content-Digest: " + image.digest());
        say(OK, fields, image.manifest().length);
        if (!asked.isHead()) {
            write(image.manifest());
        }
    }

    private void blob(Asked asked, Content blob, @Nullable Trouble trouble) throws IOException {
        long first = Math.min(asked.first, blob.size());
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                "Content-Type: application/octet-stream",
                                "Docker-Content-Digest: " + blob.digest(),
                                "ETag: \"" + blob.digest() + "\""));
        if (first > 0) {
            fields.add(
                    "Content-Range: bytes %d-%d/%d".formatted(first, blob.size() - 1, blob.size()));
        }
        say(first == 0 ? OK : PART, fields, blob.size() - first);
        if (!asked.isHead()) {
            body(blob, first, trouble);
        }
    }

    private void body(Content blob, long first, @Nullable Trouble trouble) throws IOException {
        switch (trouble) {
            case Trouble.Cut(long behind) -> {
                part(blob, first, Math.max(first, behind));
                throw new IOException("cut, as it was told");
            }
            case Trouble.Stall(long behind) -> {
                part(blob, first, Math.max(first, behind));
                registry.stall();
            }
            case Trouble.Corrupt(long at) -> {
                part(blob, first, at);
                write(new byte[] {(byte) (blob.at(at) ^ 1)});
                part(blob, at + 1, blob.size());
            }
            case Trouble.Status _ -> throw new IOException("a status has no body");
            case null -> part(blob, first, blob.size());
        }
    }

    private void part(Content blob, long first, long last) throws IOException {
        blob.send(socket, first, last, registry.line(), registry::sends);
    }

    private void say(int status, List<String> fields, long length) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        head.append("Docker-Distribution-Api-Version: registry/2.0\r\n");
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            socket.write(left);
        }
    }
}
