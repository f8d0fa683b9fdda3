package dev.warren.core.people.service;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The rows of {@code core.accounts}. */
interface AccountRows extends Repository<AccountRow, Long> {

    AccountRow save(AccountRow row);

    Optional<AccountRow> findById(Long id);

    Optional<AccountRow> findByName(String name);

    List<AccountRow> findAll();

    boolean existsByName(String name);

    long count();

    long countByAdminTrueAndSuspendedFalse();

    void delete(AccountRow row);
}
