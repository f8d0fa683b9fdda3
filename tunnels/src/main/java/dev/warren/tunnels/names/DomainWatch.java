package dev.warren.tunnels.names;

import dev.warren.core.events.DomainChanged;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Looks again and again whether kept domains are still proved, and suspends those that are not for
 * days; a name server that says nothing changes nothing. Which are suspended is answered from
 * memory; all else blocks.
 */
final class DomainWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DomainWatch.class);
    private static final int AT_A_TIME = 5;

    /** Of one interval: how soon a silent name server, or a suspended domain, is asked again. */
    private static final int SOONER = 24;

    private final Store store;
    private final DomainProofs proofs;
    private final Rhythm rhythm;
    private final Consumer<DomainChanged> news;
    private final InstantSource clock;
    private volatile Set<String> suspended = Set.of();

    /** A domain, whose it is, and what a record of it may say. */
    record Proved(String host, AccountName owner, Set<String> texts) {}

    /**
     * How often is looked, and how often in a row nothing may be found.
     *
     * @param every from one look to the next
     * @param misses looks without a record that suspend a domain
     */
    record Rhythm(Duration every, int misses) {}

    /** Where this is kept. All methods block. */
    interface Store {

        /** Notes a kept domain with its proof, which was just seen. */
        void remember(Proved domain, Instant next);

        /** Takes domains whose time has come, so that no other node looks before {@code again}. */
        List<Proved> take(Instant now, Instant again, int most);

        /** The proof is there; says whether the domain was suspended. */
        boolean found(String host, Instant next);

        /**
         * The proof is not there.
         *
         * @param most misses in a row that suspend it
         * @param next when to look again unless it is suspended
         * @return whether it is suspended by this
         */
        boolean missed(String host, int most, Instant now, Instant next);

        /** The hosts that are suspended. */
        Set<String> suspended();
    }

    DomainWatch(
            Store store,
            DomainProofs proofs,
            Rhythm rhythm,
            Consumer<DomainChanged> news,
            InstantSource clock) {
        this.store = store;
        this.proofs = proofs;
        this.rhythm = rhythm;
        this.news = news;
        this.clock = clock;
    }

    /** Whether nothing is served under {@code host} now; never blocks. */
    boolean isSuspended(String host) {
        return suspended.contains(host);
    }

    /** A domain was kept, whose proof has just been seen. */
    void remember(Account owner, String fingerprint, String host) {
        Set<String> texts = Set.of(fingerprint, DomainProofs.forAccount(owner.name()));
        store.remember(new Proved(host, owner.name(), texts), clock.instant().plus(rhythm.every()));
        refresh();
    }

    /** Its owner has shown the proof again. */
    void proved(String host, AccountName owner) {
        found(new Proved(host, owner, Set.of()));
        refresh();
    }

    /**
     * Reads which domains are suspended, by whatever node.
     *
     * @return those that are so since the last time
     */
    Set<String> refresh() {
        Set<String> now = store.suspended();
        Set<String> fresh = new HashSet<>(now);
        fresh.removeAll(suspended);
        suspended = now;
        return fresh;
    }

    /** Looks at the domains whose time has come. */
    void look() {
        try {
            Instant now = clock.instant();
            for (Proved domain : store.take(now, now.plus(sooner()), AT_A_TIME)) {
                switch (proofs.lookAgain(domain.host(), domain.texts())) {
                    case PROVEN -> found(domain);
                    case MISSING -> missed(domain);
                    case UNKNOWN -> LOG.debug("no name server answers for {}", domain.host());
                }
            }
        } catch (DataAccessException away) {
            LOG.debug("domains not looked at: {}", away.getMessage());
        }
    }

    private Duration sooner() {
        return rhythm.every().dividedBy(SOONER);
    }

    private void found(Proved domain) {
        if (store.found(domain.host(), clock.instant().plus(rhythm.every()))) {
            tell(domain, false, "its TXT record is there again");
        }
    }

    private void missed(Proved domain) {
        Instant now = clock.instant();
        if (store.missed(domain.host(), rhythm.misses(), now, now.plus(rhythm.every()))) {
            tell(
                    domain,
                    true,
                    "no TXT record _warren.%s with %s was found %d times in a row"
                            .formatted(
                                    domain.host(),
                                    DomainProofs.forAccount(domain.owner()),
                                    rhythm.misses()));
        }
    }

    private void tell(Proved domain, boolean suspends, String reason) {
        LOG.info(
                "domain {} host={} account={}",
                suspends ? "suspended" : "restored",
                domain.host(),
                domain.owner());
        news.accept(
                new DomainChanged(
                        domain.host(), domain.owner(), suspends, reason, clock.instant()));
    }
}
