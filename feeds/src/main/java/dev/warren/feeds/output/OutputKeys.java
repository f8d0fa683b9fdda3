package dev.warren.feeds.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.people.Account;
import dev.warren.feeds.signing.Hmac;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keys that open one stream of one account to whoever has them, since feed readers log in nowhere.
 * They follow from the account's generation; a new generation makes all old keys worthless. Blocks;
 * thread-safe.
 */
public final class OutputKeys {

    private static final int BYTES = 18;

    private final Hmac hmac;
    private final JdbcClient jdbc;

    /**
     * @param key for this purpose alone
     */
    OutputKeys(byte[] key, JdbcClient jdbc) {
        this.hmac = Hmac.ours(key);
        this.jdbc = jdbc;
    }

    /** The key of a stream, as long as the account keeps its generation. */
    public String key(Account reader, String stream) {
        String text = reader.id() + "\n" + generation(reader) + "\n" + stream;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(hmac.sign(text), BYTES));
    }

    boolean opens(Account reader, String stream, String shown) {
        return MessageDigest.isEqual(key(reader, stream).getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    private int generation(Account reader) {
        return jdbc.sql("select generation from feeds.output where account_id = ?")
                .param(reader.id())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Makes all keys of an account worthless. */
    public void renew(Account reader) {
        jdbc.sql(
                        """
                        insert into feeds.output as o (account_id, generation) values (?, 1)
                        on conflict (account_id) do update set generation = o.generation + 1
                        """)
                .param(reader.id())
                .update();
    }
}
