package dev.warren.edge.ssh.transport;

import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.helpers.KeyExchangeMessageHandler;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.ServerFactoryManager;

/**
 * A server session whose AES-GCM packets are decrypted from where they were read to where they are
 * handled, without MINA's compaction of its buffer a packet.
 *
 * <p>Until keys are exchanged, and with any other cipher or compression, MINA's own decoder works.
 * Between reads only the piece of an unfinished packet is kept, so an idle session holds no buffer.
 */
final class LeanServerSession extends SteeringServerSession {

    /** As MINA's decoder: eight times what every implementation must support. */
    private static final int LARGEST_PACKET = 8 * 32768;

    /** The length of padding and a command. */
    private static final int SMALLEST_PACKET = 5;

    private static final byte[] NOTHING = new byte[0];

    /** What a thread decrypts into; a packet is handled before the next one is decrypted. */
    private static final FastThreadLocal<byte[]> PLAIN = new FastThreadLocal<>();

    /** The packets of one read, given back when the read ends on a packet's end. */
    private static final FastThreadLocal<byte[]> SPARE = new FastThreadLocal<>();

    private static final int USUAL_BYTES = 128 * 1024;

    private static final long AGE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private byte[] input = NOTHING;
    private int read;
    private int written;
    private boolean lean;
    private byte[] plain = NOTHING;
    private volatile long ageSeenNanos = System.nanoTime();

    LeanServerSession(ServerFactoryManager server, IoSession connection) throws Exception {
        super(server, connection);
    }

    @Override
    public void messageReceived(Readable bytes) throws Exception {
        decodeLock.lock();
        try {
            if (!lean && !becomeLean()) {
                super.messageReceived(bytes);
                return;
            }
            append(bytes);
            decodeLean();
            trim();
        } finally {
            decodeLock.unlock();
        }
    }

    /** Takes over from MINA's decoder between two packets, once the cipher is ours. */
    private boolean becomeLean() {
        if (decoderState != 0 || !isLeanCipher()) {
            return false;
        }
        lean = true;
        int left = decoderBuffer.available();
        if (left > 0) {
            room(left);
            decoderBuffer.getRawBytes(input, 0, left);
            written = left;
            decoderBuffer.compact();
        }
        return true;
    }

    private boolean isLeanCipher() {
        return inCipher instanceof AesGcm
                && (inCompression == null
                        || !inCompression.isCompressionExecuted()
                        || (inCompression.isDelayed() && !isAuthenticated()));
    }

    private void append(Readable bytes) {
        int length = bytes.available();
        room(length);
        bytes.getRawBytes(input, written, length);
        written += length;
    }

    /** Makes room for {@code length} more bytes. */
    private void room(int length) {
        int kept = written - read;
        if (input.length - written >= length) {
            return;
        }
        byte[] target = input;
        if (input.length < kept + length) {
            byte[] spare = SPARE.getIfExists();
            if (spare != null && spare.length >= kept + length) {
                target = spare;
                SPARE.remove();
            } else {
                target = new byte[Math.max(USUAL_BYTES, kept + length)];
            }
        }
        System.arraycopy(input, read, target, 0, kept);
        input = target;
        read = 0;
        written = kept;
    }

    /** Keeps no more than the piece of a packet that is still to come. */
    private void trim() {
        if (read < written) {
            return;
        }
        if (input.length == USUAL_BYTES) {
            SPARE.set(input);
        }
        input = NOTHING;
        read = 0;
        written = 0;
    }

    private void decodeLean() throws Exception {
        while (written - read > Integer.BYTES) {
            if (!isLeanCipher()) {
                fallBack();
                return;
            }
            int length = packetLength();
            if (written - read < Integer.BYTES + length + AesGcm.TAG_BYTES) {
                return;
            }
            handle(length);
        }
    }

    private int packetLength() throws SshException {
        int length =
                (input[read] & 0xff) << 24
                        | (input[read + 1] & 0xff) << 16
                        | (input[read + 2] & 0xff) << 8
                        | input[read + 3] & 0xff;
        if (length < SMALLEST_PACKET
                || length > LARGEST_PACKET
                || length % AesGcm.BLOCK_BYTES != 0) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                    "packet length: %d (expected: %d to %d, a multiple of %d)"
                            .formatted(
                                    length, SMALLEST_PACKET, LARGEST_PACKET, AesGcm.BLOCK_BYTES));
        }
        return length;
    }

    private void handle(int length) throws Exception {
        plain = plainOf(length);
        try {
            ((AesGcm) inCipher).open(input, read, length, plain);
        } catch (GeneralSecurityException forged) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_MAC_ERROR, "MAC Error", forged);
        }
        read += Integer.BYTES + length + AesGcm.TAG_BYTES;
        int padding = plain[0] & 0xff;
        int payload = length - 1 - padding;
        if (payload < 1) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                    "padding: %d (expected: less than %d)".formatted(padding, length - 1));
        }
        seqi = (seqi + 1) & 0xffffffffL;
        inBlocksCount.addAndGet(Math.max(1, length / AesGcm.BLOCK_BYTES));
        inPacketsCount.incrementAndGet();
        inBytesCount.addAndGet(payload);
        handleMessage(new ByteArrayBuffer(plain, 1, payload, true));
    }

    private static byte[] plainOf(int length) {
        byte[] mine = PLAIN.getIfExists();
        if (mine == null || mine.length < length) {
            mine = new byte[Math.max(USUAL_BYTES / 2, length)];
            PLAIN.set(mine);
        }
        return mine;
    }

    /** Gives the rest to MINA's decoder: new keys brought another cipher, or compression began. */
    private void fallBack() throws Exception {
        decoderBuffer.putRawBytes(input, read, written - read);
        read = written;
        lean = false;
        trim();
        decode();
    }

    @Override
    protected Buffer encode(Buffer buffer) throws IOException {
        PaddingRandom source = (PaddingRandom) random;
        source.padding(true);
        try {
            return super.encode(buffer);
        } finally {
            source.padding(false);
        }
    }

    /** Asked with every packet, where looking once a second is as good and makes no objects. */
    @Override
    protected boolean isRekeyTimeIntervalExceeded() {
        long now = System.nanoTime();
        if (now - ageSeenNanos < AGE_PAUSE_NANOS) {
            return false;
        }
        ageSeenNanos = now;
        return super.isRekeyTimeIntervalExceeded();
    }

    /** Event loops write here, so packets wait in a queue during a key exchange, never threads. */
    @Override
    protected KeyExchangeMessageHandler initializeKeyExchangeMessageHandler() {
        return new KeyExchangeMessageHandler(this, log) {
            @Override
            protected boolean isBlockAllowed(int command) {
                return Thread.currentThread().isVirtual() && super.isBlockAllowed(command);
            }
        };
    }

    @Override
    protected <B extends Buffer> B validateTargetBuffer(int command, B buffer) {
        if (plain.length > 0 && buffer.array() == plain) {
            throw new IllegalArgumentException("the decoded packet's buffer cannot be a reply's");
        }
        return super.validateTargetBuffer(command, buffer);
    }
}
