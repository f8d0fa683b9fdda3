package dev.warren.core.webhooks;

import dev.warren.core.webhooks.Posted.Wish;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The events that wait in PostgreSQL, as they come and as there are too many. Whoever changes a
 * webhook and its events locks the webhook first. All methods block.
 */
final class EventRows {

    private static final int BATCH = 200;

    /** The lock keeps the webhook from going before its event is there. */
    private static final String ADD =
            """
            insert into core.webhook_events (account_id, topic, message, body, at, due_at)
            select w.account_id, w.topic, ?, ?, ?, ?
            from core.webhooks w join core.accounts a on a.id = w.account_id
            where w.off_reason is null and a.name = ? and w.topic = ?
                and (cardinality(w.kinds) = 0 or ? = any (w.kinds))
            for key share of w
            """;

    private static final String LOST =
            """
            update core.webhooks w set lost = lost + ? from core.accounts a
            where a.id = w.account_id and w.off_reason is null and a.name = ? and w.topic = ?
                and (cardinality(w.kinds) = 0 or ? = any (w.kinds))
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transactions;

    EventRows(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transactions = transactions;
    }

    /** Adds what some webhook wants; says how many that are. */
    int add(List<Posted> events, Instant now) {
        Timestamp due = Timestamp.from(now);
        int[][] added =
                transactions.execute(_ ->
                        jdbc.batchUpdate(
                                ADD, events, BATCH, (row, event) -> fill(row, event, due)));
        return added == null ? 0 : IntStream.range(0, added.length).map(i -> sum(added[i])).sum();
    }

    private static int sum(int[] counts) {
        return IntStream.of(counts).sum();
    }

    private static void fill(PreparedStatement row, Posted event, Timestamp due)
            throws SQLException {
        row.setString(1, event.envelope().message());
        row.setBytes(2, event.envelope().body());
        row.setTimestamp(3, Timestamp.from(event.at()));
        row.setTimestamp(4, due);
        wish(row, 5, event.wish());
    }

    private static void wish(PreparedStatement row, int first, Wish wish) throws SQLException {
        row.setString(first, wish.account().value());
        row.setString(first + 1, wish.topic());
        row.setString(first + 2, wish.kind());
    }

    /** Counts events that never came as far as here. */
    void lost(Map<Wish, Integer> numbers) {
        jdbc.batchUpdate(
                LOST,
                List.copyOf(numbers.entrySet()),
                BATCH,
                (row, entry) -> {
                    row.setInt(1, entry.getValue());
                    wish(row, 2, entry.getKey());
                });
    }

    /**
     * Drops the oldest events of queues that are too long, and then of the longest ones.
     *
     * @param most of one webhook
     * @param mostTotal of all together
     * @return how many are gone
     */
    int trim(int most, int mostTotal) {
        int gone = 0;
        List<Queue> queues = queues();
        long total = queues.stream().mapToLong(Queue::length).sum();
        for (Queue queue : queues) {
            // longest first: as long as there are too many in all, they give way
            long excess =
                    Math.max(queue.length() - most, Math.min(total - mostTotal, queue.length()));
            if (excess <= 0) {
                break;
            }
            int dropped = drop(queue, excess);
            gone += dropped;
            total -= dropped;
        }
        return gone;
    }

    private record Queue(long account, String topic, long length) {}

    private List<Queue> queues() {
        return client.sql(
                        """
                        select account_id, topic, count(*) as length from core.webhook_events
                        group by account_id, topic order by length desc\
                        """)
                .query((row, _) -> new Queue(row.getLong(1), row.getString(2), row.getLong(3)))
                .list();
    }

    private int drop(Queue queue, long number) {
        Integer gone =
                transactions.execute(_ -> {
                    client.sql(
                                    "select 1 from core.webhooks where account_id = ? and topic = ? for no key update")
                            .params(queue.account(), queue.topic())
                            .query()
                            .listOfRows();
                    int deleted =
                            client.sql(
                                            """
                                            delete from core.webhook_events where id in (
                                                select id from core.webhook_events
                                                where account_id = ? and topic = ? order by id limit ?)\
                                            """)
                                    .params(queue.account(), queue.topic(), number)
                                    .update();
                    client.sql(
                                    "update core.webhooks set lost = lost + ? where account_id = ? and topic = ?")
                            .params(deleted, queue.account(), queue.topic())
                            .update();
                    return deleted;
                });
        return gone == null ? 0 : gone;
    }
}
