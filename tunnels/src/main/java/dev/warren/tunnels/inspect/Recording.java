package dev.warren.tunnels.inspect;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpResponse;
import dev.warren.tunnels.inspect.Summary.Capture;
import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.inspect.spill.Spilled;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

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

    /** What a small answer takes besides, head and body. */
    private static final int SPARE = 512;

    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_PATH = 400;
    private static final byte[] NONE = {};

    /**
     * What a recording begins with.
     *
     * @param body how much of each body is kept, in bytes
     * @param spill where a request's body goes that is longer
     * @param news told when the exchange is over, and when it turns out to be a long one; it holds
     *     the lock of no recording
     */
    record Start(
            String id,
            Place place,
            Instant at,
            int body,
            HeadText heads,
            Optional<SpillRing> spill,
            Consumer<Recording> news) {}

    private final Start start;
    private final Charge charge;
    private final String method;
    private final String path;
    private final String ip;
    private final String requestId;
    private final long startedNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Prefix requestBody;
    private final Prefix responseBody;
    private final Prefix fromVisitor;
    private final Prefix toVisitor;
    private byte[] requestHead = NONE;
    private byte[] responseHead = NONE;
    private Capture capture = Capture.NO_MEMORY;
    private OptionalLong tookNanos = OptionalLong.empty();
    private @Nullable Spilled spilled;
    private int status;

    Recording(Start start, HttpRequest request, Charge charge) {
        this.start = start;
        this.charge = charge;
        this.method = cut(request.method(), LONGEST_METHOD);
        this.path = cut(request.target(), LONGEST_PATH);
        this.ip = request.visitor().getAddress().getHostAddress();
        this.requestId = request.requestId();
        LongPredicate memory = bytes -> isKept() && charge.tryGrow(bytes);
        this.requestBody = new Prefix(start.body, memory);
        this.responseBody = new Prefix(start.body, memory);
        this.fromVisitor = new Prefix(start.body, memory);
        this.toVisitor = new Prefix(start.body, memory);
        byte[] head = start.heads.of(request);
        if (charge.tryBegin(OVERHEAD + head.length, SPARE)) {
            requestHead = head;
            capture = Capture.KEPT;
        } else if (charge.tryGrow(OVERHEAD)) {
            capture = Capture.PARTLY;
        }
    }

    private boolean isKept() {
        return capture == Capture.KEPT || capture == Capture.PARTLY;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    public String id() {
        return start.id;
    }

    public Place place() {
        return start.place;
    }

    Instant at() {
        return start.at;
    }

    @Override
    public void requestBody(ByteBuf wire) {
        if (start.spill.isPresent()) {
            locked(() -> spill(start.spill.get(), wire));
        }
        add(requestBody, wire);
    }

    private boolean spill(SpillRing ring, ByteBuf wire) {
        boolean first = spilled == null && !requestBody.isOver();
        boolean longer = requestBody.total() + wire.readableBytes() > start.body;
        if (first && longer && isKept() && !requestBody.isRefused()) {
            spilled = ring.begin();
            spilled.add(requestBody.kept());
        }
        if (spilled != null) {
            spilled.add(wire);
        }
        return true;
    }

    /** The request's body, chunked framing included, when it is whole on disk. */
    public Optional<Spilled> spilledRequest() {
        lock.lock();
        try {
            return Optional.ofNullable(spilled)
                    .filter(body -> !body.isLost() && body.bytes() == requestBody.total());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void response(HttpResponse head) {
        byte[] text = start.heads.of(head);
        locked(() -> {
            status = head.status();
            if (isKept() && charge.tryGrow(text.length)) {
                responseHead = text;
            } else if (capture == Capture.KEPT) {
                capture = Capture.PARTLY;
            }
            return true;
        });
        if (head.status() == 101 || isEvents(head)) {
            start.news.accept(this);
        }
    }

    private static boolean isEvents(HttpResponse head) {
        return head.field("Content-Type")
                .filter(t -> t.startsWith("text/event-stream"))
                .isPresent();
    }

    @Override
    public void responseBody(ByteBuf wire) {
        add(responseBody, wire);
    }

    @Override
    public void upgradedFromVisitor(ByteBuf bytes) {
        add(fromVisitor, bytes);
    }

    @Override
    public void upgradedToVisitor(ByteBuf bytes) {
        add(toVisitor, bytes);
    }

    private void add(Prefix to, ByteBuf wire) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        lock.lock();
        try {
            to.add(wire, millis);
            if (to.isRefused() && capture == Capture.KEPT) {
                capture = Capture.PARTLY;
            }
        } finally {
            lock.unlock();
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
                    start.id,
                    start.at,
                    start.place,
                    method,
                    path,
                    status,
                    requestBody.total() + fromVisitor.total(),
                    responseBody.total() + toVisitor.total(),
                    tookNanos.orElseGet(() -> System.nanoTime() - startedNanos),
                    ip,
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
            return new Captured(
                    summary(),
                    requestHead,
                    responseHead,
                    requestBody.copy(),
                    responseBody.copy(),
                    fromVisitor.copy(),
                    toVisitor.copy());
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
        spilled = null;
        requestBody.drop();
        responseBody.drop();
        fromVisitor.drop();
        toVisitor.drop();
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
