package dev.warren.feeds.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.people.Account;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keys that open one stream of one account to whoever has them, since feed readers log in nowhere.
 * They follow from the account's generation; a new generation makes all old keys worthless. Blocks;
 * thread-safe.
 */
public final class OutputKeys {

    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 18;

    private final SecretKeySpec key;
    private final JdbcClient jdbc;

    /**
     * @param key for this purpose alone
     */
    OutputKeys(byte[] key, JdbcClient jdbc) {
        this.key = new SecretKeySpec(key, MAC);
        this.jdbc = jdbc;
    }

    /** The key of a stream, as long as the account keeps its generation. */
    public String key(Account reader, String stream) {
        String text = reader.id() + "\n" + generation(reader) + "\n" + stream;
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] whole = mac.doFinal(text.getBytes(UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC does not work in this JVM", impossible);
        }
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
