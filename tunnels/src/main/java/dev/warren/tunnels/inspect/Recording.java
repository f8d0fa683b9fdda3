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
public final class Recording extends Shelved implements HttpObserver {

    /** What one costs before any head and body. */
    static final int OVERHEAD = 1024;

    /** What ids begin with; a number follows. */
    static final String ID = "req_";

    /** What a small answer takes besides, head and body. */
    private static final int SPARE = 512;

    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_PATH = 400;
    private static final byte[] NONE = {};
    private static final long OPEN = -1;

    /**
     * What is the same for all recordings.
     *
     * @param body how much of each body is kept, in bytes
     * @param spill where a request's body goes that is longer
     * @param news told when an exchange is over, and when it turns out to be a long one; it holds
     *     the lock of no recording
     */
    record Manner(int body, HeadText heads, Optional<SpillRing> spill, Consumer<Recording> news) {}

    private final Manner manner;
    private final long number;
    private final Place place;
    private final Instant at;
    private final Charge charge;
    private final Bodies bodies;
    private final String method;
    private final String path;
    private final InetAddress visitor;
    private final String requestId;
    private final long startedNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] requestHead = NONE;
    private byte[] responseHead = NONE;
    private Capture capture = Capture.NO_MEMORY;
    private long tookNanos = OPEN;
    private int status;

    /**
     * @param number unique in this process
     */
    Recording(
            Manner manner,
            long number,
            Place place,
            Instant at,
            HttpRequest request,
            Charge charge) {
        this.manner = manner;
        this.number = number;
        this.place = place;
        this.at = at;
        this.charge = charge;
        this.bodies = new Bodies(manner.body, manner.spill, charge);
        String target = request.target();
        this.method = cut(request.method(), LONGEST_METHOD);
        this.path = cut(target, LONGEST_PATH);
        this.visitor = request.visitor().getAddress();
        this.requestId = request.requestId();
        byte[] head = manner.heads.of(request, target);
        if (charge.tryBegin(OVERHEAD + head.length, SPARE)) {
            requestHead = head;
            capture = Capture.KEPT;
        } else if (charge.tryGrow(OVERHEAD)) {
            capture = Capture.PARTLY;
        } else {
            charge.close();
        }
    }

    /** Whether there is anything to keep; before others know it, or under its lock. */
    boolean isKept() {
        return capture == Capture.KEPT || capture == Capture.PARTLY;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    long number() {
        return number;
    }

    public String id() {
        return ID + number;
    }

    public Place place() {
        return place;
    }

    Instant at() {
        return at;
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
        HeadText.Written text = manner.heads.of(head);
        locked(() -> {
            status = head.status();
            if (charge.tryGrow(text.bytes().length)) {
                responseHead = text.bytes();
            } else if (capture == Capture.KEPT) {
                capture = Capture.PARTLY;
            }
            return true;
        });
        if (head.status() == 101 || text.events()) {
            manner.news.accept(this);
        }
    }

    @Override
    public void ended(HttpExchange exchange) {
        locked(() -> {
            status = exchange.status();
            tookNanos = exchange.nanos();
            return true;
        });
        manner.news.accept(this);
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
                    at,
                    place,
                    method,
                    path,
                    status,
                    bodies.fromVisitorBytes(),
                    bodies.toVisitorBytes(),
                    tookNanos == OPEN ? System.nanoTime() - startedNanos : tookNanos,
                    visitor.getHostAddress(),
                    requestId,
                    tookNanos == OPEN,
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
        charge.close();
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
