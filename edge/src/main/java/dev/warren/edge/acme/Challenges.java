package dev.warren.edge.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What authorities will look for, in PostgreSQL, because they may come to any node. All methods
 * block.
 */
final class Challenges {

    private static final Duration LIFE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Challenges(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How an authority will ask. */
    enum Kind {
        HTTP,
        TLS
    }

    /**
     * A question that is expected.
     *
     * @param token names it in an HTTP path
     * @param answer the key authorization
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8555#section-8.1">RFC 8555, 8.1</a>
     */
    record Expected(String host, Kind kind, String token, String answer) {}

    void expect(Expected question) {
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into edge.acme_challenges (host, kind, token, answer, expires_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (host, kind, token) do update set expires_at = excluded.expires_at\
                        """)
                .param(question.host())
                .param(question.kind().name())
                .param(question.token())
                .param(question.answer())
                .param(CertificateRows.at(now.plus(LIFE)))
                .update();
    }

    void forget(Expected question) {
        jdbc.sql("delete from edge.acme_challenges where host = ? and kind = ? and token = ?")
                .param(question.host())
                .param(question.kind().name())
                .param(question.token())
                .update();
    }

    /** Forgets what was left behind. */
    void forgetOld() {
        jdbc.sql("delete from edge.acme_challenges where expires_at < ?")
                .param(CertificateRows.at(clock.instant()))
                .update();
    }

    List<Expected> all() {
        return jdbc.sql("select host, kind, token, answer from edge.acme_challenges limit 1000")
                .query((row, _) ->
                        new Expected(
                                row.getString("host"),
                                Kind.valueOf(row.getString("kind")),
                                row.getString("token"),
                                row.getString("answer")))
                .list();
    }
}
