package dev.warren.tunnels.inspect;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import dev.warren.tunnels.inspect.Summary.Capture;
import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.inspect.spill.Spilled;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks on at one exchange and keeps the beginning of it.
 *
 * <p>Written by the visitor's event loop, read by viewers, and emptied by whoever needs the memory;
 * its lock is held for copies in memory only. While it is held, nobody waits for another lock: the
 * memory that a recording asks for may be that of others.
 */
public final class Recording implements HttpObserver {

    /** What one costs before any head and body. */
    static final int OVERHEAD = 1024;

    /** What ids begin with; a number follows. */
    static final String ID = "req_";

    /** What a small answer takes besides, head and body. */
    private static final int SPARE = 512;

    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_PATH = 400;
    private static final byte[] NONE = {};

    /**
     * What a recording begins with.
     *
     * @param number unique in this process
     * @param body how much of each body is kept, in bytes
     * @param spill where a request's body goes that is longer
     * @param news told when the exchange is over, and when it turns out to be a long one; it holds
     *     the lock of no recording
     */
    record Start(
            long number,
            Place place,
            Instant at,
            int body,
            HeadText heads,
            Optional<SpillRing> spill,
            Consumer<Recording> news) {}

    private final Start start;
    private final Charge charge;
    private final Bodies bodies;
    private final String method;
    private final String path;
    private final InetAddress visitor;
    private final String requestId;
    private final Slot slot = new Slot();
    private final long startedNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] requestHead = NONE;
    private byte[] responseHead = NONE;
    private Capture capture = Capture.NO_MEMORY;
    private OptionalLong tookNanos = OptionalLong.empty();
    private int status;

    Recording(Start start, HttpRequest request, Charge charge) {
        this.start = start;
        this.charge = charge;
        this.bodies = new Bodies(start.body, start.spill, this::hasMemory);
        String target = request.target();
        this.method = cut(request.method(), LONGEST_METHOD);
        this.path = cut(target, LONGEST_PATH);
        this.visitor = request.visitor().getAddress();
        this.requestId = request.requestId();
        byte[] head = start.heads.of(request, target);
        if (charge.tryBegin(OVERHEAD + head.length, SPARE)) {
            requestHead = head;
            capture = Capture.KEPT;
        } else if (charge.tryGrow(OVERHEAD)) {
            capture = Capture.PARTLY;
        }
    }

    private boolean hasMemory(long bytes) {
        return isKept() && charge.tryGrow(bytes);
    }

    private boolean isKept() {
        return capture == Capture.KEPT || capture == Capture.PARTLY;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    long number() {
        return start.number;
    }

    public String id() {
        return ID + start.number;
    }

    public Place place() {
        return start.place;
    }

    Instant at() {
        return start.at;
    }

    /** Where it stands; under the shelf's lock only. */
    Slot slot() {
        return slot;
    }

    @Override
    public void requestBody(ByteBuf wire) {
        add(Bodies::request, wire);
    }

    @Override
    public void responseBody(ByteBuf wire) {
        add(Bodies::response, wire);
    }

    @Override
    public void upgradedFromVisitor(ByteBuf bytes) {
        add(Bodies::fromVisitor, bytes);
    }

    @Override
    public void upgradedToVisitor(ByteBuf bytes) {
        add(Bodies::toVisitor, bytes);
    }

    /** Adds bytes to one of the bodies, which says whether it has all that it should. */
    @FunctionalInterface
    private interface Adding {
        boolean add(Bodies to, ByteBuf wire, long millis);
    }

    private void add(Adding adding, ByteBuf wire) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        lock.lock();
        try {
            if (!adding.add(bodies, wire, millis) && capture == Capture.KEPT) {
                capture = Capture.PARTLY;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The request's body, chunked framing included, when it is whole on disk. */
    public Optional<Spilled> spilledRequest() {
        lock.lock();
        try {
            return bodies.spilledRequest();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void response(HttpResponse head) {
        HeadText.Written text = start.heads.of(head);
        locked(() -> {
            status = head.status();
            if (hasMemory(text.bytes().length)) {
                responseHead = text.bytes();
            } else if (capture == Capture.KEPT) {
                capture = Capture.PARTLY;
            }
            return true;
        });
        if (head.status() == 101 || text.events()) {
            start.news.accept(this);
        }
    }

    @Override
    public void ended(HttpExchange exchange) {
        locked(() -> {
            status = exchange.status();
            tookNanos = OptionalLong.of(exchange.nanos());
            return true;
        });
        start.news.accept(this);
    }

    /** Whether there is anything to keep. */
    boolean isHeld() {
        return locked(this::isKept);
    }

    /** Bytes held for it, which is about what a copy of it takes. */
    public long bytes() {
        lock.lock();
        try {
            return charge.bytes();
        } finally {
            lock.unlock();
        }
    }

    public Summary summary() {
        lock.lock();
        try {
            return new Summary(
                    id(),
                    start.at,
                    start.place,
                    method,
                    path,
                    status,
                    bodies.fromVisitorBytes(),
                    bodies.toVisitorBytes(),
                    tookNanos.orElseGet(() -> System.nanoTime() - startedNanos),
                    visitor.getHostAddress(),
                    requestId,
                    tookNanos.isEmpty(),
                    capture);
        } finally {
            lock.unlock();
        }
    }

    /** A copy, for which the caller holds {@link #bytes} of its own. */
    public Captured copy() {
        lock.lock();
        try {
            return bodies.copy(summary(), requestHead, responseHead);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything and gives the bytes back. */
    void drop() {
        locked(this::empty);
    }

    /**
     * The same, unless somebody is at it just now.
     *
     * @return how many bytes were given back
     */
    long tryDrop() {
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return 0;
        }
        try {
            long held = charge.bytes();
            empty();
            return held;
        } finally {
            lock.unlock();
        }
    }

    private boolean empty() {
        requestHead = NONE;
        responseHead = NONE;
        bodies.drop();
        if (isKept()) {
            capture = Capture.GIVEN_BACK;
        }
        charge.giveBack();
        return true;
    }

    private boolean locked(BooleanSupplier work) {
        lock.lock();
        try {
            return work.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
