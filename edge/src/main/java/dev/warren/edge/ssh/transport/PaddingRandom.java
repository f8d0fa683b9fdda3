package dev.warren.edge.ssh.transport;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.sshd.common.random.Random;

/**
 * Randomness for one session: secure, except for the padding of packets.
 *
 * <p>Padding is encrypted and only has to be hard to guess from its length; drawing it from the
 * system's generator costs a global lock a packet. Everything else (cookies, ignored data) is
 * secure. {@link #padding} is set and cleared by the thread that encodes, under MINA's lock.
 */
final class PaddingRandom implements Random {

    private static final SecureRandom SECURE = new SecureRandom();

    private boolean padding;

    void padding(boolean on) {
        padding = on;
    }

    @Override
    public String getName() {
        return "padding";
    }

    @Override
    public void fill(byte[] bytes, int start, int length) {
        byte[] fresh = new byte[length];
        if (padding) {
            ThreadLocalRandom.current().nextBytes(fresh);
        } else {
            SECURE.nextBytes(fresh);
        }
        System.arraycopy(fresh, 0, bytes, start, length);
    }

    @Override
    public int random(int bound) {
        return SECURE.nextInt(bound);
    }
}
