package dev.warren.core.people.service;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The rows of {@code core.account_keys}. */
interface KeyRows extends Repository<KeyRow, Long> {

    KeyRow save(KeyRow row);

    List<KeyRow> findByAccountIdOrderById(long accountId);

    Optional<KeyRow> findByFingerprintAndCertAuthorityFalse(String fingerprint);

    List<KeyRow> findAll();

    void delete(KeyRow row);
}
