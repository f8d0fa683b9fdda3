package dev.warren.edge.ssh.transport;

import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.cipher.CipherFactory;

/**
 * Makes {@link AesGcm} under its OpenSSH name.
 *
 * @param keyBytes 16 or 32
 */
record AesGcmFactory(int keyBytes) implements CipherFactory {

    private static final int BITS = Byte.SIZE;

    @Override
    public String getName() {
        return "aes%d-gcm@openssh.com".formatted(keyBytes * BITS);
    }

    @Override
    public boolean isSupported() {
        return true;
    }

    @Override
    public Cipher create() {
        return new AesGcm(keyBytes);
    }

    @Override
    public String getAlgorithm() {
        return create().getAlgorithm();
    }

    @Override
    public int getKeySize() {
        return create().getKeySize();
    }

    @Override
    public String getTransformation() {
        return create().getTransformation();
    }

    @Override
    public int getIVSize() {
        return create().getIVSize();
    }

    @Override
    public int getAuthenticationTagSize() {
        return create().getAuthenticationTagSize();
    }

    @Override
    public int getCipherBlockSize() {
        return create().getCipherBlockSize();
    }

    @Override
    public int getKdfSize() {
        return create().getKdfSize();
    }
}
