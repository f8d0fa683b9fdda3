package dev.warren.edge.ssh.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's host keys: one file a kind in OpenSSH's format. Missing ones are made once; a file
 * that is there is never written, and one that cannot be used stops the start.
 *
 * <p>Making an RSA key takes a young JVM seconds, and only clients of long ago need one: the door
 * opens without it, and has it when it is made.
 */
final class HostKeys {

    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("ssh_host_ed25519_key", KeyPairProvider.SSH_ED25519, 256),
                    new Kind("ssh_host_ecdsa_key", KeyPairProvider.ECDSA_SHA2_NISTP256, 256),
                    new Kind("ssh_host_rsa_key", KeyPairProvider.SSH_RSA, 3072));

    private HostKeys() {}

    /**
     * Reads the keys in {@code folder}, making the folder (0700) and missing keys (0600).
     *
     * @param later makes a missing RSA key
     * @return the keys; one that is made later comes to the list by itself, from any thread
     * @throws IOException naming the file and what was expected of it
     */
    static List<KeyPair> loadOrCreate(Path folder, Executor later) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        List<KeyPair> keys = new CopyOnWriteArrayList<>();
        for (Kind kind : KINDS) {
            Path file = folder.resolve(kind.file());
            if (Files.exists(file)) {
                keys.add(load(kind, file));
            } else if (kind.type().equals(KeyPairProvider.SSH_RSA)) {
                later.execute(() -> addLater(kind, file, keys));
            } else {
                create(kind, file);
                keys.add(load(kind, file));
            }
        }
        return keys;
    }

    private static void addLater(Kind kind, Path file, List<KeyPair> keys) {
        try {
            create(kind, file);
            keys.add(load(kind, file));
        } catch (IOException e) {
            LOG.warn("ssh.host-key.missing type={} reason={}", kind.type(), e.getMessage());
        }
    }

    private static KeyPair load(Kind kind, Path file) throws IOException {
        List<KeyPair> found = new ArrayList<>(1);
        try (InputStream in = Files.newInputStream(file)) {
            Iterator<KeyPair> read =
                    SecurityUtils.loadKeyPairIdentities(
                                    null, NamedResource.ofName(file.toString()), in, null)
                            .iterator();
            read.forEachRemaining(found::add);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(kind, file, e);
        }
        if (found.size() != 1
                || !kind.type().equals(KeyUtils.getKeyType(found.getFirst().getPublic()))) {
            throw unusable(kind, file, null);
        }
        return found.getFirst();
    }

    private static IOException unusable(
            Kind kind, Path file, @org.jspecify.annotations.Nullable Exception cause) {
        return new IOException(
                "host key: %s is no key that can be used (expected: one unencrypted %s private key,"
                                .formatted(file, kind.type())
                        + " or no file, to have one made)",
                cause);
    }

    /** Writes aside, then links: a crash leaves either nothing or a whole key. */
    private static void create(Kind kind, Path file) throws IOException {
        KeyPair pair = generate(kind, file);
        Path aside =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        kind.file(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(aside)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "warren", null, out);
            }
            try (FileChannel written = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // another process was first; its key is as good
        } catch (GeneralSecurityException e) {
            throw new IOException("host key: %s could not be written".formatted(file), e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static KeyPair generate(Kind kind, Path file) throws IOException {
        try {
            if (!kind.type().equals(KeyPairProvider.SSH_RSA)) {
                return KeyUtils.generateKeyPair(kind.type(), kind.bits());
            }
            // the JDK's generator, which is several times faster than Bouncy Castle's
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(kind.bits());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("host key: %s could not be made".formatted(file), e);
        }
    }

    /** A key file, the key type in it, and the size that a new one gets. */
    private record Kind(String file, String type, int bits) {}
}
