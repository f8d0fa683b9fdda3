package dev.warren.edge.ssh.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.cipher.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM as {@code aes128-gcm@openssh.com} and {@code aes256-gcm@openssh.com} use it, on the JDK's
 * implementation. Unlike MINA's own it can decrypt into another array, so that a packet needs no
 * second copy, and it makes no object a packet besides the JDK's.
 *
 * <p>One direction of one connection; confined to whoever holds that direction's lock.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5647#section-7">RFC 5647, 7</a>
 */
final class AesGcm implements Cipher {

    static final int TAG_BYTES = 16;
    static final int BLOCK_BYTES = 16;

    private static final int IV_BYTES = 12;
    private static final int COUNTER_OFFSET = 4;
    private static final VarHandle COUNTER =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int keyBytes;
    private javax.crypto.@Nullable Cipher cipher;
    private @Nullable SecretKeySpec key;
    private byte[] iv = new byte[0];
    private int operation;
    private long firstCounter;
    private boolean exhausted;

    /**
     * @param keyBytes 16 or 32
     */
    AesGcm(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    @Override
    public void init(Mode mode, byte[] keyMaterial, byte[] ivMaterial) throws Exception {
        cipher = javax.crypto.Cipher.getInstance(getTransformation());
        key = new SecretKeySpec(keyMaterial, 0, keyBytes, getAlgorithm());
        iv = Arrays.copyOf(ivMaterial, IV_BYTES);
        firstCounter = (long) COUNTER.get(iv, COUNTER_OFFSET);
        operation =
                mode == Mode.Encrypt
                        ? javax.crypto.Cipher.ENCRYPT_MODE
                        : javax.crypto.Cipher.DECRYPT_MODE;
    }

    /** Starts the next packet: every packet has an initialization vector of its own. */
    private javax.crypto.Cipher nextPacket() throws GeneralSecurityException {
        javax.crypto.Cipher next = cipher;
        if (next == null || exhausted) {
            throw new GeneralSecurityException("AES-GCM used without a fresh key");
        }
        next.init(operation, key, new Nonce(iv.clone()));
        long counter = (long) COUNTER.get(iv, COUNTER_OFFSET) + 1;
        COUNTER.set(iv, COUNTER_OFFSET, counter);
        exhausted = counter == firstCounter;
        return next;
    }

    @Override
    public void updateAAD(byte[] data, int offset, int length) throws Exception {
        nextPacket().updateAAD(data, offset, length);
    }

    @Override
    public void update(byte[] data, int offset, int length) throws Exception {
        boolean decrypting = operation == javax.crypto.Cipher.DECRYPT_MODE;
        Objects.requireNonNull(cipher)
                .doFinal(data, offset, decrypting ? length + TAG_BYTES : length, data, offset);
    }

    /**
     * Verifies and decrypts one packet.
     *
     * @param in the length field at {@code offset}, then {@code length} bytes and the tag
     * @param length the packet's length field
     * @param out receives {@code length} bytes from index 0
     */
    void open(byte[] in, int offset, int length, byte[] out) throws GeneralSecurityException {
        javax.crypto.Cipher packet = nextPacket();
        packet.updateAAD(in, offset, Integer.BYTES);
        packet.doFinal(in, offset + Integer.BYTES, length + TAG_BYTES, out, 0);
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public int getKeySize() {
        return keyBytes * Byte.SIZE;
    }

    @Override
    public String getTransformation() {
        return "AES/GCM/NoPadding";
    }

    @Override
    public int getIVSize() {
        return IV_BYTES;
    }

    @Override
    public int getAuthenticationTagSize() {
        return TAG_BYTES;
    }

    @Override
    public int getCipherBlockSize() {
        return BLOCK_BYTES;
    }

    @Override
    public int getKdfSize() {
        return keyBytes;
    }

    /** Saves the two copies that the JDK's class makes of every vector. */
    private static final class Nonce extends GCMParameterSpec {

        private static final byte[] NONE = new byte[0];

        private final byte[] value;

        Nonce(byte[] value) {
            super(TAG_BYTES * Byte.SIZE, NONE);
            this.value = value;
        }

        @Override
        public byte[] getIV() {
            return value;
        }
    }
}
