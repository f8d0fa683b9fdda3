package dev.warren.tunnels.names;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The rows of {@code tunnels.names}. */
interface NameRows extends Repository<NameRow, Long> {

    NameRow save(NameRow row);

    Optional<NameRow> findByKindAndName(String kind, String name);

    List<NameRow> findAll();

    long countByAccountId(long accountId);

    void delete(NameRow row);
}
