package dev.warren.tunnels.names;

import dev.warren.core.people.AccountName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The proofs of kept domains in PostgreSQL. All methods block. */
final class DomainWatchStore implements DomainWatch.Store {

    private final JdbcClient jdbc;

    DomainWatchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void remember(DomainWatch.Proved domain, Instant next) {
        jdbc.sql(
                        """
                        insert into tunnels.domain_proofs (host, name_id, owner, texts, next_at)
                        select name, id, :owner, :texts, :next from tunnels.names
                        where kind = 'DOMAIN' and name = :host
                        on conflict (host) do update set name_id = excluded.name_id, owner = excluded.owner,
                        texts = excluded.texts, next_at = excluded.next_at, missing = 0, suspended_at = null\
                        """)
                .param("owner", domain.owner().value())
                .param("texts", domain.texts().toArray(String[]::new))
                .param("next", at(next))
                .param("host", domain.host())
                .update();
    }

    @Override
    public List<DomainWatch.Proved> take(Instant now, Instant again, int most) {
        return jdbc.sql(
                        """
                        update tunnels.domain_proofs set next_at = :again where host in (
                        select host from tunnels.domain_proofs where next_at <= :now
                        order by next_at limit :most for update skip locked)
                        returning host, owner, texts\
                        """)
                .param("again", at(again))
                .param("now", at(now))
                .param("most", most)
                .query(DomainWatchStore::proved)
                .list();
    }

    @Override
    public boolean found(String host, Instant next) {
        // the join gives the row as it was before
        return jdbc.sql(
                        """
                        update tunnels.domain_proofs p set missing = 0, suspended_at = null, next_at = :next
                        from tunnels.domain_proofs before where p.host = :host and before.host = p.host
                        returning before.suspended_at is not null\
                        """)
                .param("next", at(next))
                .param("host", host)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    @Override
    public boolean missed(String host, int most, Instant now, Instant next) {
        return jdbc.sql(
                        """
                        update tunnels.domain_proofs p set missing = p.missing + 1,
                        suspended_at = case when p.missing + 1 >= :most
                        then coalesce(p.suspended_at, :now) else p.suspended_at end,
                        next_at = case when p.missing + 1 >= :most then p.next_at else :next end
                        from tunnels.domain_proofs before where p.host = :host and before.host = p.host
                        returning p.suspended_at is not null and before.suspended_at is null\
                        """)
                .param("most", most)
                .param("now", at(now))
                .param("next", at(next))
                .param("host", host)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    @Override
    public Set<String> suspended() {
        return Set.copyOf(
                jdbc.sql("select host from tunnels.domain_proofs where suspended_at is not null")
                        .query(String.class)
                        .list());
    }

    private static DomainWatch.Proved proved(ResultSet row, int number) throws SQLException {
        Array texts = row.getArray("texts");
        return new DomainWatch.Proved(
                row.getString("host"),
                new AccountName(row.getString("owner")),
                Set.of((String[]) texts.getArray()));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
