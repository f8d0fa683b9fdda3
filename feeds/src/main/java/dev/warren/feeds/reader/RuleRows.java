package dev.warren.feeds.reader;

import dev.warren.feeds.rules.Rule;
import dev.warren.feeds.rules.RuleReader;
import dev.warren.feeds.rules.Rules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules of readers in PostgreSQL. Blocks; thread-safe. */
final class RuleRows {

    private final JdbcClient jdbc;

    RuleRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<RuleBook.Line> list(long account) {
        return jdbc.sql(
                        "select id, subscription_id, line from feeds.rule where account_id = ? order by id")
                .param(account)
                .query((row, _) ->
                        new RuleBook.Line(
                                row.getLong("id"),
                                Optional.ofNullable(row.getObject("subscription_id", Long.class)),
                                row.getString("line")))
                .list();
    }

    /** What holds for a subscription. */
    Rules of(long account, long subscription) {
        return new Rules(
                jdbc
                        .sql(
                                "select line from feeds.rule where account_id = ? and (subscription_id is null or subscription_id = ?) order by id")
                        .params(account, subscription)
                        .query((row, _) -> row.getString("line"))
                        .list()
                        .stream()
                        .flatMap(line -> read(line).stream())
                        .toList());
    }

    private static Optional<Rule> read(String line) {
        return switch (RuleReader.read(line)) {
            case RuleReader.Outcome.Read(Rule rule) -> Optional.of(rule);
            // it was looked at when it was kept; what a later version does not read is left out
            case RuleReader.Outcome.Wrong _ -> Optional.empty();
        };
    }

    /** Empty when there are too many. */
    Optional<Long> insert(long account, @Nullable Long subscription, String line, int most) {
        return jdbc.sql(
                        """
                        insert into feeds.rule (account_id, subscription_id, line)
                        select :account, cast(:subscription as bigint), :line
                        where (select count(*) from feeds.rule where account_id = :account) < :most
                        returning id
                        """)
                .param("account", account)
                .param("subscription", subscription)
                .param("line", line)
                .param("most", most)
                .query(Long.class)
                .optional();
    }

    boolean delete(long account, long id) {
        return jdbc.sql("delete from feeds.rule where account_id = ? and id = ?")
                        .params(account, id)
                        .update()
                > 0;
    }
}
