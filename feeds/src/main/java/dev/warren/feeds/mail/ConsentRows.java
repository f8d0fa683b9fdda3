package dev.warren.feeds.mail;

import dev.warren.core.mail.MailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who was asked for what, and what they said, in PostgreSQL. All methods block. */
public final class ConsentRows {

    private static final String SELECT =
            """
            select m.*, a.name as account from feeds.mail_address m
            join core.accounts a on a.id = m.account_id where\
            """;

    private final JdbcClient jdbc;

    public ConsentRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An address that was asked.
     *
     * @param account the name of the one who wants to send
     * @param times how often it was asked since {@code timesSince}
     * @param sent whether the question left this machine
     */
    public record Row(
            String account,
            String address,
            String state,
            String token,
            Instant askedAt,
            int times,
            Instant timesSince,
            boolean sent) {

        public boolean confirmed() {
            return state.equals("confirmed");
        }

        public boolean refused() {
            return state.equals("refused");
        }
    }

    /** A question that is sent now. */
    record Asked(String token, Instant at, int times, Instant timesSince, boolean sent) {}

    /** The address as an account has it, locked until the transaction's end. */
    Optional<Row> lock(long account, MailAddress address) {
        return jdbc.sql(SELECT + " m.account_id = ? and m.address = ? for update of m")
                .params(account, address.value())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Row> find(long account, MailAddress address) {
        return jdbc.sql(SELECT + " m.account_id = ? and m.address = ?")
                .params(account, address.value())
                .query((row, _) -> row(row))
                .optional();
    }

    Optional<Row> find(String token) {
        return jdbc.sql(SELECT + " m.token = ?")
                .param(token)
                .query((row, _) -> row(row))
                .optional();
    }

    int askedSince(MailAddress address, Instant since) {
        return jdbc.sql(
                        "select count(*) from feeds.mail_address where address = ? and asked_at > ?")
                .params(address.value(), at(since))
                .query(Integer.class)
                .single();
    }

    void asked(long account, MailAddress address, Asked asked) {
        jdbc.sql(
                        """
                        insert into feeds.mail_address (account_id, address, state, token, asked_at,
                            times, times_since, sent)
                        values (:account, :address, 'asked', :token, :at, :times, :since, :sent)
                        on conflict (account_id, address) do update set state = 'asked',
                            asked_at = :at, times = :times, times_since = :since, sent = :sent\
                        """)
                .param("account", account)
                .param("address", address.value())
                .param("token", asked.token())
                .param("at", at(asked.at()))
                .param("times", asked.times())
                .param("since", at(asked.timesSince()))
                .param("sent", asked.sent())
                .update();
    }

    boolean decide(String token, boolean agreed, Instant now) {
        return jdbc.sql("update feeds.mail_address set state = ?, decided_at = ? where token = ?")
                        .params(agreed ? "confirmed" : "refused", at(now), token)
                        .update()
                > 0;
    }

    void decide(long account, MailAddress address, boolean agreed, String token, Instant now) {
        jdbc.sql(
                        """
                        insert into feeds.mail_address (account_id, address, state, token, asked_at,
                            times, times_since, sent, decided_at)
                        values (:account, :address, :state, :token, :now, 0, :now, true, :now)
                        on conflict (account_id, address) do update set state = :state, decided_at = :now\
                        """)
                .param("account", account)
                .param("address", address.value())
                .param("state", agreed ? "confirmed" : "refused")
                .param("token", token)
                .param("now", at(now))
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("account"),
                row.getString("address"),
                row.getString("state"),
                row.getString("token"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getInt("times"),
                row.getObject("times_since", OffsetDateTime.class).toInstant(),
                row.getBoolean("sent"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
