package dev.warren.edge.ssh.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MINA's own AES-GCM is the reference, packet after packet. */
class AesGcmTest {

    private static final int HEADER = Integer.BYTES;

    private final Random random = new Random(42);
    private final byte[] iv = bytes(12);

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void opensWhatTheReferenceSealedPacketAfterPacket(int keyBytes) throws Exception {
        byte[] key = bytes(keyBytes);
        Cipher reference = reference(keyBytes);
        reference.init(Cipher.Mode.Encrypt, key, iv);
        AesGcm ours = new AesGcm(keyBytes);
        ours.init(Cipher.Mode.Decrypt, key, iv);

        for (int length = 16; length <= 1024; length += 112) {
            byte[] plain = bytes(length);
            byte[] packet = sealed(reference, plain);
            byte[] out = new byte[length];

            ours.open(packet, 0, length, out);

            assertThat(out).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void sealsAsTheReferenceDoes(int keyBytes) throws Exception {
        byte[] key = bytes(keyBytes);
        Cipher reference = reference(keyBytes);
        reference.init(Cipher.Mode.Encrypt, key, iv);
        AesGcm ours = new AesGcm(keyBytes);
        ours.init(Cipher.Mode.Encrypt, key, iv);

        for (int packet = 0; packet < 3; packet++) {
            byte[] plain = bytes(64);
            assertThat(sealed(ours, plain)).isEqualTo(sealed(reference, plain));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 20, 79})
    void refusesAPacketWithOneBitChanged(int changed) throws Exception {
        byte[] key = bytes(16);
        Cipher reference = reference(16);
        reference.init(Cipher.Mode.Encrypt, key, iv);
        AesGcm ours = new AesGcm(16);
        ours.init(Cipher.Mode.Decrypt, key, iv);
        byte[] packet = sealed(reference, bytes(64));
        packet[changed] ^= 1;

        assertThatThrownBy(() -> ours.open(packet, 0, 64, new byte[64]))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static byte[] sealed(Cipher cipher, byte[] plain) throws Exception {
        byte[] packet = new byte[HEADER + plain.length + AesGcm.TAG_BYTES];
        packet[HEADER - 1] = (byte) plain.length;
        System.arraycopy(plain, 0, packet, HEADER, plain.length);
        cipher.updateWithAAD(packet, 0, HEADER, plain.length);
        return Arrays.copyOf(packet, packet.length);
    }

    private static Cipher reference(int keyBytes) {
        return keyBytes == 16
                ? BuiltinCiphers.aes128gcm.create()
                : BuiltinCiphers.aes256gcm.create();
    }

    private byte[] bytes(int length) {
        byte[] fresh = new byte[length];
        random.nextBytes(fresh);
        return fresh;
    }
}
