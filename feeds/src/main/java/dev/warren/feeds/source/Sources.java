package dev.warren.feeds.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.people.Account;
import dev.warren.core.secrets.SecretBox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Feeds as they are fetched: once for all who follow them, or for their owner alone where they need
 * credentials. Blocks; thread-safe.
 */
public final class Sources {

    /** What needs no name server to be judged. */
    private static final Pattern KNOWN =
            Pattern.compile("\\[.*]|[0-9.]+|(?:.*\\.)?localhost(?:\\.localdomain)?");

    /** So long before they are needed feeds are asked. */
    private static final Duration LEAD = Duration.ofMinutes(5);

    /** Nobody has a feed asked more often. */
    private static final Duration LEAST_GAP = Duration.ofMinutes(5);

    private final SourceRows rows;
    private final Supplier<SecretBox> secrets;
    private final Supplier<OutboundHttp> http;

    /**
     * @param secrets made when there are credentials
     * @param http judges addresses
     */
    Sources(SourceRows rows, Supplier<SecretBox> secrets, Supplier<OutboundHttp> http) {
        this.rows = rows;
        this.secrets = secrets;
        this.http = http;
    }

    /**
     * Makes or finds the feed that somebody wrote, where a missing scheme is {@code https}; it is
     * fetched at once when it is new. The caller then notes who follows it; a feed that nobody
     * follows for a day is removed. User and password in the address make it {@code owner}'s alone,
     * and take the place of an older password.
     */
    public Followed follow(String url, Account owner) {
        try {
            FeedAddress address = FeedAddress.parse(url);
            judge(address.url());
            return follow(address, owner);
        } catch (BadAddressException bad) {
            return new Followed.Refused(bad.sentence());
        }
    }

    /**
     * Follows feeds, in an order of its own: whoever follows many in one transaction does so in the
     * same order, so that no two wait for each other.
     *
     * @return what came of each
     */
    public Map<URI, Followed> follow(Collection<URI> urls, Account owner) {
        Map<URI, Followed> outcomes = new HashMap<>();
        Map<URI, FeedAddress> good = new HashMap<>();
        for (URI url : urls) {
            try {
                FeedAddress address = FeedAddress.parse(url.toString());
                judge(address.url());
                good.put(url, address);
            } catch (BadAddressException bad) {
                outcomes.put(url, new Followed.Refused(bad.sentence()));
            }
        }
        good.entrySet().stream()
                .sorted(Comparator.comparing(one -> order(one.getValue())))
                .forEach(one -> outcomes.put(one.getKey(), follow(one.getValue(), owner)));
        return outcomes;
    }

    /** By domains, whose rows are locked first. */
    private static String order(FeedAddress address) {
        return Domains.of(address.url()) + " " + address.url();
    }

    private Followed follow(FeedAddress address, Account owner) {
        String url = address.url().toString();
        String domain = Domains.of(address.url());
        SourceRows.Private mine =
                address.login().map(login -> mine(url, login, owner.id())).orElse(null);
        return new Followed.Source(rows.follow(url, domain, mine), url);
    }

    private SourceRows.Private mine(String url, Login login, long account) {
        byte[] sealed =
                secrets.get().seal(Logins.write(login).getBytes(UTF_8), Logins.place(account, url));
        return new SourceRows.Private(account, sealed, Logins.key(account, login));
    }

    private void judge(URI url) throws BadAddressException {
        if (!KNOWN.matcher(url.getHost()).matches()) {
            // a name server's answer counts when it is fetched, and tells more then
            return;
        }
        try {
            http.get().check(url);
        } catch (OutboundException forbidden) {
            throw new BadAddressException("its host is at a private or special address");
        }
    }

    /**
     * Has feeds asked in time before {@code when}, unless they were just asked or asked for a
     * pause.
     */
    public void wantBy(Collection<Long> sources, Instant when) {
        rows.wantBy(sources, when, LEAD, LEAST_GAP);
    }

    /** How it goes with feeds, by id; those that are no more are left out. */
    public List<SourceHealth> health(Collection<Long> sources) {
        return rows.health(sources);
    }
}
