package dev.warren.edge.ssh.stream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;

/**
 * The window of bytes that a client may send on one stream: every byte of it is charged to a
 * budget, from the moment the client is allowed to send it until somebody has taken it.
 *
 * <p>It starts small. While data flows it asks, by a probe that the client answers in order, what
 * comes in a round trip; when that is most of the window, or the client came near its end, and what
 * arrived was taken at once, the window is what limits the client, and doubles if the budget has
 * room to spare. When whoever takes the bytes is what limits, so that most of a grown window waits
 * for him, or when the budget is nearly full, it gives back what was taken instead of granting it
 * again.
 *
 * <p>Confined to the connection's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-5.2">RFC 4254, 5.2</a>
 */
final class ReceiveWindow {

    /** What the window asks to be sent to the client. */
    interface Client {

        /** Sends {@code SSH_MSG_CHANNEL_WINDOW_ADJUST}. */
        void grant(long bytes);

        /** Sends a channel request that the client answers in order. */
        void probe();
    }

    private final MemoryBudget budget;
    private final Reservation reservation;
    private final Client client;
    private final long initial;
    private final long max;
    private final StreamMeters meters;

    /** What may still come, what is being taken and what is to be granted again: the window. */
    private long granted;

    private long held;
    private long spare;
    private boolean probing;
    private long sinceProbe;
    private long leastGranted;
    private boolean closed;

    /**
     * @param reservation on {@code budget}, the window that the client is told when the stream
     *     opens
     * @param max how far the window may grow
     */
    ReceiveWindow(
            MemoryBudget budget,
            Reservation reservation,
            long max,
            Client client,
            StreamMeters meters) {
        this.budget = budget;
        this.reservation = reservation;
        this.client = client;
        this.initial = reservation.bytes();
        this.max = Math.max(initial, max);
        this.granted = initial;
        this.meters = meters;
        meters.windowBytes.add(initial);
    }

    /** Bytes charged now. */
    long size() {
        return reservation.bytes();
    }

    /**
     * The client sent {@code bytes}.
     *
     * @return false when it was not allowed to
     */
    boolean received(long bytes) {
        if (bytes > granted) {
            return false;
        }
        granted -= bytes;
        held += bytes;
        sinceProbe += bytes;
        if (!probing && size() < max && granted < size() / 2) {
            probing = true;
            sinceProbe = 0;
            leastGranted = granted;
            client.probe();
        }
        leastGranted = Math.min(leastGranted, granted);
        return true;
    }

    /** The client answered a probe: a round trip has passed since it was sent. */
    void probeAnswered() {
        if (!probing) {
            return;
        }
        probing = false;
        long size = size();
        long more = Math.min(size, max - size);
        boolean limiting = sinceProbe >= size / 3 * 2 || leastGranted <= size / 4;
        boolean takenAtOnce = held <= size / 4;
        if (!closed && limiting && takenAtOnce && roomToSpare(more) && reservation.tryGrow(more)) {
            meters.windowBytes.add(more);
            meters.grown.increment();
            granted += more;
            client.grant(more);
        }
    }

    /**
     * Whether the budget stays at most three quarters full with {@code more} bytes. With less, a
     * crowd of slow readers that never grow would keep the fast from growing.
     */
    private boolean roomToSpare(long more) {
        return more > 0 && budget.used() + more <= budget.limit() / 4 * 3;
    }

    private boolean nearlyFull() {
        return budget.used() > budget.limit() / 8 * 7;
    }

    /** Somebody took {@code bytes} that were received. */
    void taken(long bytes) {
        held -= bytes;
        boolean grown = size() - bytes >= initial;
        if (closed || (grown && (held > size() / 2 || nearlyFull()))) {
            giveBack(bytes);
        } else {
            spare += bytes;
        }
        // with nothing granted the client sends nothing, and nobody would come here again
        if (!closed && spare > 0 && (spare >= size() / 2 || granted == 0)) {
            long grant = spare;
            spare = 0;
            granted += grant;
            client.grant(grant);
        }
    }

    private void giveBack(long bytes) {
        meters.windowBytes.add(-bytes);
        reservation.shrink(bytes);
    }

    /** Nothing more will be accepted: gives back all but what is still held. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        giveBack(size() - held);
        granted = 0;
        spare = 0;
    }
}
