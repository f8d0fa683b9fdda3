package dev.warren.core.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.AccountName;
import dev.warren.core.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

class InboxTest {

    private static final int BODY = 512;

    private final MemoryBudget budget = MemoryBudget.root("inbox", 8 * 1024);
    private final Inbox inbox = new Inbox(budget);

    /** Holds a kilobyte. */
    private static Posted event(String account, String message) {
        return new Posted(
                new Posted.Wish(new AccountName(account), "tunnels", "up"),
                Instant.EPOCH,
                new Envelope(message, new byte[BODY]));
    }

    @Test
    void keepsWhatItHasRoomForInOrder() {
        assertThat(inbox.add(event("alice", "1"))).isTrue();
        assertThat(inbox.add(event("bob", "2"))).isTrue();

        assertThat(inbox.oldest(10))
                .extracting(e -> e.envelope().message())
                .containsExactly("1", "2");
        inbox.remove(2);
        assertThat(budget.used()).isZero();
    }

    @Test
    void oneAccountLeavesRoomForOthersAndItsLossesAreCounted() {
        for (int i = 0; i < 10; i++) {
            inbox.add(event("alice", "a" + i));
        }

        assertThat(inbox.add(event("bob", "b"))).isTrue();
        assertThat(budget.used()).isEqualTo(3 * 1024);
        assertThat(inbox.takeLost()).isEqualTo(Map.of(event("alice", "").wish(), 8));
        assertThat(inbox.takeLost()).isEmpty();
        inbox.remove(1);
        assertThat(inbox.add(event("alice", "again"))).isTrue();
    }

    @Test
    void manyAccountsTogetherStayWithinTheBudget() {
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += inbox.add(event("u" + i, "x")) ? 1 : 0;
        }

        assertThat(kept).isEqualTo(8);
        assertThat(budget.used()).isLessThanOrEqualTo(budget.limit());
    }

    @Test
    void whileTheDatabaseIsAwayEventsStayAndLossesAreRemembered() {
        for (int i = 0; i < 3; i++) {
            inbox.add(event("alice", "a" + i));
        }
        InboxWriter writer = writer(away());

        assertThatThrownBy(writer::write).isInstanceOf(TransactionException.class);

        assertThat(inbox.oldest(10)).hasSize(2);
        assertThat(inbox.takeLost()).isEqualTo(Map.of(event("alice", "").wish(), 1));
    }

    private InboxWriter writer(DataSource database) {
        EventRows rows =
                new EventRows(
                        new JdbcTemplate(database),
                        new TransactionTemplate(new JdbcTransactionManager(database)));
        return new InboxWriter(
                inbox,
                rows,
                WebhookSettings.usual(),
                new WebhookMetrics(new SimpleMeterRegistry()),
                new ManualClock());
    }

    private static DataSource away() {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("away");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
    }
}
