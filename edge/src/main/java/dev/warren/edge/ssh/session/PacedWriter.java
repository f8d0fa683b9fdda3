package dev.warren.edge.ssh.session;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.throttle.ChannelStreamWriter;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Writes a session's packets one at a time: the next waits until the one before has left for the
 * socket. The client's window does not bound what we hold, since a client may grant 4 GiB and then
 * not read.
 */
final class PacedWriter implements ChannelStreamWriter {

    private static final Duration STALLED = Duration.ofHours(24);

    private final Channel channel;
    private volatile boolean open = true;

    PacedWriter(Channel channel) {
        this.channel = channel;
    }

    @Override
    public IoWriteFuture writeData(Buffer buffer) throws IOException {
        IoWriteFuture written = channel.writePacket(buffer);
        if (Thread.currentThread().isVirtual()) {
            written.verify(STALLED);
        }
        return written;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
