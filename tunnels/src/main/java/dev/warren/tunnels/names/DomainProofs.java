package dev.warren.tunnels.names;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.warren.core.people.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether somebody may publish under a domain: a TXT record below it names the key or the account.
 * Answers are remembered for a minute. Thread-safe; blocks while a name server is asked.
 */
final class DomainProofs {

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Where records are looked for: ours, and the one that users of sish have already. */
    private static final List<String> LABELS = List.of("_warren.", "_sish.");

    private final TxtRecords records;
    private final Cache<String, Set<String>> known;

    /** What came of looking for a proof. */
    enum Verdict {
        PROVEN,
        /** There are records, or none, but not the right one. */
        MISSING,
        /** No name server answered. */
        UNKNOWN
    }

    DomainProofs(TxtRecords records, InstantSource clock) {
        this.records = records;
        Ticker ticker = () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(REMEMBERED)
                        .ticker(ticker)
                        .build();
    }

    /**
     * @param host the domain, without a wildcard's star
     * @param fingerprint {@code SHA256:…} of the key that logged in
     */
    Verdict look(String host, AccountName account, String fingerprint) {
        return look(host, Set.of(fingerprint, forAccount(account)));
    }

    /**
     * @param host the domain, without a wildcard's star
     * @param good texts of which one is enough
     */
    Verdict look(String host, Set<String> good) {
        Set<String> remembered = known.getIfPresent(host);
        // what is missing is looked for again at once: its owner may be adding it now
        if (remembered != null && remembered.stream().anyMatch(good::contains)) {
            return Verdict.PROVEN;
        }
        Set<String> texts = new HashSet<>();
        boolean silent = false;
        for (String label : LABELS) {
            switch (records.of(label + host)) {
                case TxtRecords.Answer.Texts(Set<String> found) -> texts.addAll(found);
                case TxtRecords.Answer.Silence() -> silent = true;
            }
            if (texts.stream().anyMatch(good::contains)) {
                known.put(host, Set.copyOf(texts));
                return Verdict.PROVEN;
            }
        }
        return silent ? Verdict.UNKNOWN : Verdict.MISSING;
    }

    /** The same, whatever is remembered. */
    Verdict lookAgain(String host, Set<String> good) {
        known.invalidate(host);
        return look(host, good);
    }

    /** The text that proves a domain for all keys of an account. */
    static String forAccount(AccountName account) {
        return "account=" + account;
    }
}
