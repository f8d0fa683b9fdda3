package dev.warren.edge.acme;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The authority, and the account that this server has there: made once, by whichever node is first,
 * and kept in PostgreSQL. Methods block. Thread-safe.
 */
final class Authority {

    private static final long LONGEST_WAIT_SECONDS = 60;

    private final AcmeProperties settings;
    private final JdbcClient jdbc;
    private final SecretBox secrets;
    private final InstantSource clock;
    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private @Nullable Login login;

    Authority(AcmeProperties settings, JdbcClient jdbc, SecretBox secrets, InstantSource clock) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        URI directory = Objects.requireNonNull(settings.directory());
        this.session = new Session(directory, new DirectoryProvider(settings.trust()));
        session.networkSettings().setTimeout(settings.requestTimeout());
    }

    /** Its directory. */
    String directory() {
        return session.getServerUri().toString();
    }

    /** The account, which is made when there is none yet. */
    Login login() throws AcmeException, SecretException, InterruptedException {
        if (!lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AcmeException("another order is waiting for the account");
        }
        try {
            Login now = login;
            if (now == null) {
                now = open();
                login = now;
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** The authority does not know the account any more; the next order makes it again. */
    void forgotten() throws InterruptedException {
        if (lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            try {
                login = null;
                jdbc.sql("update edge.acme_accounts set location = null where directory = ?")
                        .param(directory())
                        .update();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends what is under way. */
    void close() {
        session.getHttpClient().shutdownNow();
    }

    private Login open() throws AcmeException, SecretException {
        record Row(byte[] key, @Nullable String location) {}
        String place = "edge.acme_accounts.key/" + directory();
        jdbc.sql(
                        """
                        insert into edge.acme_accounts (directory, key, created_at) values (?, ?, ?)
                        on conflict (directory) do nothing\
                        """)
                .param(directory())
                .param(secrets.seal(KeyPairs.toBytes(KeyPairs.create()), place))
                .param(CertificateRows.at(clock.instant()))
                .update();
        Row row =
                jdbc.sql("select key, location from edge.acme_accounts where directory = ?")
                        .param(directory())
                        .query((found, _) -> new Row(found.getBytes(1), found.getString(2)))
                        .single();
        KeyPair key = KeyPairs.fromBytes(secrets.open(row.key(), place));
        return row.location() == null ? register(key) : session.login(url(row.location()), key);
    }

    /** Whoever registers a key twice gets the same account. */
    private Login register(KeyPair key) throws AcmeException {
        AccountBuilder builder =
                new AccountBuilder()
                        .agreeToTermsOfService()
                        .addContact("mailto:" + settings.contact())
                        .useKeyPair(key);
        String id = settings.external().id();
        String secret = settings.external().key();
        if (id != null && secret != null) {
            builder.withKeyIdentifier(id, secret);
        }
        Login made = builder.createLogin(session);
        jdbc.sql("update edge.acme_accounts set location = ? where directory = ?")
                .param(made.getAccountLocation().toString())
                .param(directory())
                .update();
        return made;
    }

    private static URL url(String text) throws AcmeException {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException broken) {
            throw new AcmeException("account: " + text, broken);
        }
    }
}
