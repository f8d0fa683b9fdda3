package dev.warren.edge.http.proxy;

import io.netty.channel.Channel;

/**
 * One channel's reads and writes: reads that go on as long as they are wanted, writes that are
 * flushed once a turn. Confined to the channel's event loop.
 */
final class Tap {

    private final Channel channel;
    private boolean wanted;
    private boolean inReadLoop;
    private boolean unflushed;

    Tap(Channel channel) {
        this.channel = channel;
    }

    void setReading(boolean reading) {
        boolean starts = reading && !wanted;
        wanted = reading;
        if (starts && !inReadLoop) {
            channel.read();
        }
    }

    /** A read has come, and perhaps more of the same turn. */
    void readBegins() {
        inReadLoop = true;
    }

    /** The turn's reads are over. */
    void readEnds() {
        inReadLoop = false;
    }

    /** Asks for the next read if it is wanted. */
    void readOn() {
        if (wanted) {
            channel.read();
        }
    }

    /** Whether a flush comes at the end of this turn anyway. */
    boolean isInReadLoop() {
        return inReadLoop;
    }

    void write(Object message) {
        unflushed = true;
        channel.write(message, channel.voidPromise());
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    boolean isWritable() {
        return channel.isWritable();
    }
}
