package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.Registration;
import dev.warren.core.people.PublicKeyText;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.apache.sshd.common.config.keys.u2f.SkED25519PublicKey;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FIDO keys, with signatures made as a token makes them. */
class SecurityKeyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String APPLICATION = "ssh:";

    @TempDir Path folder;
    private DoorRig door;

    @BeforeEach
    void open() throws Exception {
        door = DoorRig.with().start(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void logIn(SecurityKeyPublicKey<?> key, KeyPair token, byte flags) throws Exception {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setUserAuthFactories(
                List.of(
                        new UserAuthFactory() {
                            @Override
                            public String getName() {
                                return "publickey";
                            }

                            @Override
                            public UserAuth createUserAuth(ClientSession session) {
                                return new SecurityKeyAuth(key, token, flags);
                            }
                        }));
        client.start();
        try (ClientSession session =
                client.connect("alice", "127.0.0.1", door.port()).verify(PATIENCE).getSession()) {
            session.auth().verify(PATIENCE);
            assertThat(door.connections.list().getFirst().account().name().value())
                    .isEqualTo("alice");
        } finally {
            client.stop();
        }
    }

    private void register(PublicKey key) {
        door.people.add("alice", PublicKeyText.parse(PublicKeyEntry.toString(key)));
        door.people.registration(Registration.CLOSED);
    }

    @Test
    void acceptsEd25519TokenThatWasTouchedAndNoOther() throws Exception {
        KeyPair token = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        var key = new SkED25519PublicKey(APPLICATION, false, token.getPublic());
        register(key);

        logIn(key, token, SecurityKeyAuth.TOUCHED);

        assertThatThrownBy(() -> logIn(key, token, (byte) 0)).isInstanceOf(SshException.class);
        KeyPair stolen = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        assertThatThrownBy(() -> logIn(key, stolen, SecurityKeyAuth.TOUCHED))
                .isInstanceOf(SshException.class);
    }

    @Test
    void acceptsEcdsaTokenThatWasTouchedAndNoOther() throws Exception {
        KeyPair token = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        var key = new SkEcdsaPublicKey(APPLICATION, false, (ECPublicKey) token.getPublic());
        register(key);

        logIn(key, token, SecurityKeyAuth.TOUCHED);

        assertThatThrownBy(() -> logIn(key, token, (byte) 0)).isInstanceOf(SshException.class);
    }
}
