package dev.warren.registry.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.registry.oci.Digest;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A registry that answers well unless it is told otherwise, and remembers what it was asked.
 * Thread-safe.
 */
public final class FaultyUpstream implements Closeable {

    /** What is served under a path. */
    private record Thing(String type, byte[] bytes, String digest) {}

    private final ServerSocket server;
    private final Map<String, Thing> things = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Collection<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile String challenge = "";
    private volatile String secret = "";
    private volatile int lifetime = 300;
    private volatile boolean down;

    public FaultyUpstream() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().name("faulty-upstream").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Serves a blob. */
    public Digest blob(String repository, byte[] bytes) {
        Digest digest = Digest.of(bytes);
        things.put(
                "/v2/%s/blobs/%s".formatted(repository, digest),
                new Thing("application/octet-stream", bytes, digest.toString()));
        return digest;
    }

    /** Serves a manifest, by digest and under {@code tag}. */
    public Digest manifest(String repository, String tag, String type, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        Digest digest = Digest.of(bytes);
        Thing thing = new Thing(type, bytes, digest.toString());
        things.put("/v2/%s/manifests/%s".formatted(repository, digest), thing);
        things.put("/v2/%s/manifests/%s".formatted(repository, tag), thing);
        return digest;
    }

    /** Serves anything. */
    public void serve(String path, String type, String json) {
        things.put(path, new Thing(type, json.getBytes(UTF_8), ""));
    }

    /** No longer serves a path. */
    public void forget(String path) {
        things.remove(path);
    }

    /** Wants a Bearer token from its own token server, which takes {@code user:password}. */
    public void wantBearer(String basic, int seconds) {
        secret = basic.isEmpty() ? "" : "Basic " + encoded(basic);
        lifetime = seconds;
        challenge = "Bearer realm=\"%s/token\",service=\"a, b\"".formatted(url());
    }

    /** Wants what is given. */
    public void wantChallenge(String value) {
        challenge = value;
    }

    /** Wants {@code user:password} with each request. */
    public void wantBasic(String basic) {
        secret = "Basic " + encoded(basic);
        challenge = "Basic realm=\"here\"";
    }

    /** Takes no token that it gave so far. */
    public void forgetTokens() {
        tokens.incrementAndGet();
    }

    /** Breaks all connections from now on, or no longer. */
    public void setDown(boolean whether) {
        down = whether;
    }

    /** Answers the next requests whose path contains {@code part} so, one after the other. */
    public void next(String part, Fault... wrong) {
        Queue<Fault> queue = faults.computeIfAbsent(part, _ -> new ArrayDeque<>());
        synchronized (queue) {
            queue.addAll(List.of(wrong));
        }
    }

    /** What it was asked whose text, {@code METHOD path}, contains {@code part}. */
    public List<Asked> asked(String part) {
        return asked.stream().filter(a -> a.toString().contains(part)).collect(Collectors.toList());
    }

    /** Bytes of bodies that it sent. */
    public int sent() {
        return sent.get();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("faulty-upstream-answer").start(() -> talk(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedInputStream in = new BufferedInputStream(socket.getInputStream())) {
            if (down) {
                return;
            }
            Asked request = Asked.read(in);
            asked.add(request);
            answer(request, socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException gone) {
            // the other side left, or it was told to break off
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Asked request, OutputStream out) throws IOException {
        String path = request.path().replaceAll("\\?.*", "");
        if (path.equals("/token")) {
            token(request, out);
            return;
        }
        if (!challenge.isEmpty() && !isAllowed(request)) {
            Fault.status(401, "WWW-Authenticate: " + challenge)
                    .answer(request, "", new byte[0], out);
            return;
        }
        Thing thing = things.get(path);
        Optional<Fault> fault = fault(request.path());
        if (thing == null && fault.isEmpty()) {
            Fault.status(404).answer(request, "", new byte[0], out);
            return;
        }
        Thing served = thing == null ? new Thing("text/plain", new byte[0], "") : thing;
        int first = Math.min(request.first(), served.bytes.length);
        byte[] body = Arrays.copyOfRange(served.bytes, first, served.bytes.length);
        String head = head(served, first);
        Fault usual =
                (_, good, bytes, to) -> {
                    to.write(good.getBytes(US_ASCII));
                    to.write(bytes);
                };
        byte[] wanted = request.method().equals("HEAD") ? new byte[0] : body;
        fault.orElse(usual).answer(request, head, wanted, out);
        sent.addAndGet(wanted.length);
    }

    private static String head(Thing thing, int first) {
        int all = thing.bytes.length;
        String range =
                first == 0
                        ? ""
                        : "Content-Range: bytes %d-%d/%d\r\n".formatted(first, all - 1, all);
        String digest =
                thing.digest.isEmpty()
                        ? ""
                        : "Docker-Content-Digest: %s\r\nETag: \"%s\"\r\n"
                                .formatted(thing.digest, thing.digest);
        return "HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: %s\r\n%s%sContent-Length: %d\r\n\r\n"
                .formatted(
                        first == 0 ? "200 OK" : "206 Partial Content",
                        thing.type,
                        range,
                        digest,
                        all - first);
    }

    private boolean isAllowed(Asked request) {
        String given = request.field("authorization").orElse("");
        return given.startsWith("Bearer")
                ? given.equals("Bearer token-" + tokens.get())
                : given.equals(secret) && !secret.isEmpty() && challenge.startsWith("Basic");
    }

    private void token(Asked request, OutputStream out) throws IOException {
        Optional<Fault> fault = fault(request.path());
        boolean known =
                secret.isEmpty() || request.field("authorization").orElse("").equals(secret);
        byte[] body =
                "{\"token\":\"token-%d\",\"expires_in\":%d}"
                        .formatted(tokens.get(), lifetime)
                        .getBytes(UTF_8);
        String head = head(new Thing("application/json", body, ""), 0);
        Fault answer =
                fault.orElse(
                        known
                                ? (_, good, bytes, to) -> {
                                    to.write(good.getBytes(US_ASCII));
                                    to.write(bytes);
                                }
                                : Fault.status(401));
        answer.answer(request, head, body, out);
    }

    private Optional<Fault> fault(String path) {
        for (Map.Entry<String, Queue<Fault>> entry : faults.entrySet()) {
            if (path.contains(entry.getKey())) {
                Queue<Fault> queue = entry.getValue();
                synchronized (queue) {
                    Fault fault = queue.poll();
                    if (fault != null) {
                        return Optional.of(fault);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
