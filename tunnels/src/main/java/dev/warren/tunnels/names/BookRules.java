package dev.warren.tunnels.names;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.live.NameRules;
import dev.warren.tunnels.live.Refusal;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.names.KeptName.Kind;
import dev.warren.tunnels.naming.BoundPath;
import dev.warren.tunnels.naming.ForwardKind;
import dev.warren.tunnels.naming.TunnelName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What kept names and proofs of domains mean for those who want addresses. */
final class BookRules implements NameRules {

    private final NameBook book;
    private final DomainProofs proofs;
    private final DomainWatch watch;
    private final String platform;
    private final Set<String> platformHosts;

    /**
     * @param platform the platform's own domain, below which nobody brings domains
     * @param platformHosts other hosts that the platform answers for
     */
    BookRules(
            NameBook book,
            DomainProofs proofs,
            DomainWatch watch,
            String platform,
            Collection<String> platformHosts) {
        this.book = book;
        this.proofs = proofs;
        this.watch = watch;
        this.platform = platform;
        this.platformHosts = Set.copyOf(platformHosts);
    }

    @Override
    public Optional<Refused> unproven(SshConnection connection, ForwardKind kind) {
        return kind instanceof ForwardKind.Domain domain
                ? unproven(connection, domain.base())
                : Optional.empty();
    }

    /** Why {@code host} is not the caller's to publish under. */
    Optional<Refused> unproven(SshConnection connection, String host) {
        if (host.equals(platform)
                || host.endsWith("." + platform)
                || platformHosts.contains(host)) {
            return Optional.of(
                    new Refused(
                            Refusal.RESERVED,
                            "%s: the platform's own (expected: a domain of yours)"
                                    .formatted(host)));
        }
        Account account = connection.account();
        Optional<KeptName> kept = book.index().find(Kind.DOMAIN, host);
        if (kept.isPresent() && kept.get().accountId() != account.id()) {
            return taken(host);
        }
        boolean suspended = watch.isSuspended(host);
        if (kept.isPresent() && !suspended) {
            return Optional.empty();
        }
        return switch (proofs.look(host, account.name(), connection.fingerprint())) {
            case PROVEN -> {
                if (suspended) {
                    watch.proved(host, account.name());
                }
                yield Optional.empty();
            }
            case MISSING ->
                    Optional.of(
                            new Refused(
                                    Refusal.UNPROVEN,
                                    "%s: not known to be yours (expected: a TXT record _warren.%s with %s or %s)"
                                            .formatted(
                                                    host,
                                                    host,
                                                    connection.fingerprint(),
                                                    DomainProofs.forAccount(account.name()))));
            case UNKNOWN ->
                    Optional.of(
                            new Refused(
                                    Refusal.UNPROVEN,
                                    "%s: no name server answers for _warren.%s; try again in a minute"
                                            .formatted(host, host)));
        };
    }

    @Override
    public Optional<Refused> kept(Account account, TunnelAddress address) {
        return switch (address) {
            case TunnelAddress.Web(String label, String host, BoundPath path) -> banned(host);
            case TunnelAddress.Tls(String label, String host) -> banned(host);
            case TunnelAddress.Port(int port) ->
                    book.index()
                            .find(Kind.PORT, Integer.toString(port))
                            .filter(kept -> kept.accountId() != account.id())
                            .flatMap(kept -> taken("port " + port));
            case TunnelAddress.Alias(TunnelName name, int port) -> Optional.empty();
        };
    }

    private Optional<Refused> banned(String host) {
        NameIndex index = book.index();
        String plain = host.startsWith("*.") ? host.substring(2) : host;
        String label = plain.substring(0, Math.max(0, plain.indexOf('.')));
        String name = label.substring(label.indexOf('-') + 1);
        return index.find(Kind.BANNED, name)
                .or(() -> index.find(Kind.BANNED, label))
                .map(banned ->
                        new Refused(
                                Refusal.RESERVED,
                                "%s: a name that nobody may have (expected: any other)"
                                        .formatted(banned.name())));
    }

    private static Optional<Refused> taken(String what) {
        return Optional.of(
                new Refused(
                        Refusal.TAKEN,
                        "%s: reserved by another account (expected: another one)".formatted(what)));
    }
}
