package dev.warren.registry.web;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import java.security.SecureRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key that tokens are signed with: one for all nodes, encrypted in the database. */
final class SigningKey {

    private static final String PLACE = "registry.signing_key";
    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final SecretBox box;
    private final SecureRandom random;

    SigningKey(JdbcClient jdbc, SecretBox box, SecureRandom random) {
        this.jdbc = jdbc;
        this.box = box;
        this.random = random;
    }

    /** The key, made when there is none or it cannot be read any more. */
    byte[] open() {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        byte[] sealed = box.seal(fresh, PLACE);
        jdbc.sql(
                        "insert into registry.signing_key (id, sealed) values (1, ?) on conflict do nothing")
                .param(sealed)
                .update();
        byte[] kept =
                jdbc.sql("select sealed from registry.signing_key where id = 1")
                        .query((row, number) -> row.getBytes("sealed"))
                        .single();
        try {
            return box.open(kept, PLACE);
        } catch (SecretException otherKey) {
            // tokens live for minutes: with a new key clients fetch new ones
            jdbc.sql("update registry.signing_key set sealed = ? where id = 1")
                    .param(sealed)
                    .update();
            return fresh;
        }
    }
}
