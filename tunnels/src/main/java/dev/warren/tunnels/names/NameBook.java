package dev.warren.tunnels.names;

import dev.warren.core.people.Account;
import dev.warren.tunnels.live.PortRange;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.names.KeptName.Kind;
import dev.warren.tunnels.names.NamesException.Code;
import dev.warren.tunnels.naming.Plain;
import dev.warren.tunnels.naming.TunnelName;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that are kept. Changes block, on virtual threads; look-ups go to an index in memory,
 * never block, and go on while the database is away.
 */
final class NameBook {

    private static final Logger LOG = LoggerFactory.getLogger(NameBook.class);
    private static final int LONGEST_PAGE = 1000;

    private final NameStore store;
    private final PublicAddresses addresses;
    private final Limits limits;
    private final InstantSource clock;

    /** Guards the writing side of {@link #index}. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile NameIndex index = NameIndex.EMPTY;

    /**
     * What limits names.
     *
     * @param perAccount names of one account
     * @param ports the ports that TCP tunnels may have
     */
    record Limits(int perAccount, PortRange ports) {}

    NameBook(NameStore store, PublicAddresses addresses, Limits limits, InstantSource clock) {
        this.store = store;
        this.addresses = addresses;
        this.limits = limits;
        this.clock = clock;
    }

    /** The names as they are known now. */
    NameIndex index() {
        return index;
    }

    /** Reads what changed, here or on other nodes. */
    void refresh() {
        reading.lock();
        try {
            store.since(index.revision()).ifPresent(all -> index = NameIndex.of(all));
        } finally {
            reading.unlock();
        }
    }

    /** Reads what changed; while the database is away, the index stays as it is. */
    void keepUp() {
        try {
            refresh();
        } catch (NamesException away) {
            LOG.debug("names stay as they are: {}", away.getMessage());
        }
    }

    /**
     * Keeps a web name or a port for its owner.
     *
     * @param typed {@code web} or {@code 10022}
     * @param page what visitors are told while it has no tunnel
     */
    KeptName reserve(Account owner, String typed, Optional<String> page) {
        if (page.isPresent() && !isGood(page.get())) {
            throw new NamesException(
                    Code.INVALID,
                    "the page's text (expected: at most %d characters, none of control)"
                            .formatted(LONGEST_PAGE));
        }
        KeptName.Key key = key(owner, typed);
        requireNotBanned(key, typed);
        return keep(new KeptName(key.kind(), key.name(), owner.id(), page, clock.instant()));
    }

    /** Keeps a domain whose owner has proved it. */
    KeptName claim(Account owner, String host) {
        return keep(new KeptName(Kind.DOMAIN, host, owner.id(), Optional.empty(), clock.instant()));
    }

    /** Gives a web name or a port back. */
    void release(Account owner, String typed) {
        KeptName.Key key = key(owner, typed);
        forget(key, owner.id(), "%s: not reserved by you".formatted(Plain.text(typed)));
    }

    /** Gives a domain back. */
    void disclaim(Account owner, String host) {
        forget(
                new KeptName.Key(Kind.DOMAIN, host),
                owner.id(),
                "%s: not a domain of yours".formatted(Plain.text(host)));
    }

    /** Lets nobody have web tunnels of that name; those that stand are left alone. */
    void ban(String name) {
        String lower = lower(name);
        if (!isLabel(lower)) {
            throw notAName(name);
        }
        keep(new KeptName(Kind.BANNED, lower, 0, Optional.empty(), clock.instant()));
    }

    /** Lets a banned name go. */
    void unban(String name) {
        forget(
                new KeptName.Key(Kind.BANNED, lower(name)),
                0,
                "%s: not banned".formatted(Plain.text(name)));
    }

    /** What keeps {@code host}, below the tunnels' domain, for somebody. */
    Optional<KeptName> webName(String host) {
        String suffix = "." + addresses.tunnelsDomain();
        if (!host.endsWith(suffix)) {
            return Optional.empty();
        }
        String below = host.substring(0, host.length() - suffix.length());
        return index.find(Kind.WEB, below.substring(below.lastIndexOf('.') + 1));
    }

    private KeptName keep(KeptName name) {
        store.keep(name, limits.perAccount());
        refresh();
        return name;
    }

    private void forget(KeptName.Key key, long accountId, String otherwise) {
        boolean there = store.release(key, accountId);
        refresh();
        if (!there) {
            throw new NamesException(Code.NOT_FOUND, otherwise);
        }
    }

    private void requireNotBanned(KeptName.Key key, String typed) {
        String name = key.name().substring(key.name().indexOf('-') + 1);
        if (key.kind() == Kind.WEB && index.find(Kind.BANNED, name).isPresent()) {
            throw new NamesException(
                    Code.TAKEN,
                    "%s: a name that nobody may have (expected: any other)"
                            .formatted(Plain.text(typed)));
        }
    }

    private KeptName.Key key(Account owner, String typed) {
        if (typed.matches("\\d{1,5}")) {
            int port = Integer.parseInt(typed);
            if (!limits.ports().contains(port)) {
                throw new NamesException(
                        Code.INVALID,
                        "port %d: not for tunnels (expected: one of %s)"
                                .formatted(port, limits.ports()));
            }
            return new KeptName.Key(Kind.PORT, Integer.toString(port));
        }
        String name = lower(typed);
        String prefix = owner.name() + "-";
        String own = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        if (!TunnelName.isValid(owner.name(), own)) {
            throw notAName(typed);
        }
        return new KeptName.Key(Kind.WEB, new TunnelName(owner.name(), own).label());
    }

    private static NamesException notAName(String typed) {
        return new NamesException(
                Code.INVALID,
                ("%s: not a name for a tunnel (expected: letters, digits and inner hyphens, such as"
                                + " web or my-app2)")
                        .formatted(Plain.text(typed)));
    }

    private static boolean isLabel(String name) {
        return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    }

    private static boolean isGood(String page) {
        return page.length() <= LONGEST_PAGE && page.chars().noneMatch(Character::isISOControl);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
