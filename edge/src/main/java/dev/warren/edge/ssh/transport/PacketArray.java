package dev.warren.edge.ssh.transport;

import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.PacketBuffer;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The array in which a thread makes one data packet after the other. A fresh array a packet would
 * lead bulk data through the whole young generation, and so past the processor's caches.
 */
public final class PacketArray {

    /** The largest data packet that is sent, with header, padding and tag. */
    private static final int SIZE = 32 * 1024 + 256;

    private static final FastThreadLocal<byte[]> SPARE = new FastThreadLocal<>();

    private PacketArray() {}

    /**
     * Begins a packet; {@link #write} has to follow on the same thread.
     *
     * @param payload the bytes that will follow the command, at most 32 KiB and 128
     */
    public static Buffer begin(Session session, byte command, int payload) {
        if (payload > SIZE - 128) {
            return session.createBuffer(command, payload);
        }
        byte[] array = SPARE.getIfExists();
        if (array == null) {
            array = new byte[SIZE];
        } else {
            SPARE.remove();
        }
        return session.prepareBuffer(command, new PacketBuffer(array, false));
    }

    /**
     * Writes a packet. Its array serves again unless the packet waits for a key exchange to end.
     */
    public static IoWriteFuture write(Session session, Buffer packet) throws IOException {
        byte[] array = packet.array();
        IoWriteFuture written = session.writePacket(packet);
        if (written instanceof NettyIoSession.Written && array.length == SIZE) {
            SPARE.set(array);
        }
        return written;
    }
}
