package dev.warren.edge.ssh.login;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.net.InetAddressRange;

/**
 * Judges OpenSSH user certificates. The signature of the authority is verified before, by the
 * method that calls this; here are type, dates, authority, principals and critical options.
 *
 * @see <a href="https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.certkeys">PROTOCOL.certkeys</a>
 */
final class Certificates {

    private static final String FORCE_COMMAND = "force-command";
    private static final String SOURCE_ADDRESS = "source-address";
    private static final String PERMIT_FORWARDING = "permit-port-forwarding";

    private final People people;
    private final Set<String> authorities;
    private final InstantSource clock;

    /**
     * @param authorities fingerprints of the keys that may sign for every account
     */
    Certificates(People people, Set<String> authorities, InstantSource clock) {
        this.people = people;
        this.authorities = Set.copyOf(authorities);
        this.clock = clock;
    }

    Verdict judge(LoginName name, OpenSshCertificate certificate, SocketAddress remote) {
        Optional<String> flaw = flaw(name, certificate, remote);
        if (flaw.isPresent()) {
            return new Verdict.Refuse("certificate", "the certificate " + flaw.get());
        }
        String authority =
                KeyUtils.getFingerPrint(BuiltinDigests.sha256, certificate.getCaPubKey());
        return switch (owner(name, authority)) {
            case LogIn.Known(Account account) ->
                    new Verdict.Accept(
                            new Login(
                                    account,
                                    KeyUtils.getFingerPrint(
                                            BuiltinDigests.sha256, certificate.getCertPubKey()),
                                    name.options(),
                                    restrictions(certificate)));
            case LogIn.Refused(String reason) -> new Verdict.Refuse("certificate", reason);
            case LogIn.MayRegister _, LogIn.NeedsInvite _ ->
                    new Verdict.Refuse(
                            "certificate", "no account trusts who signed the certificate");
        };
    }

    private LogIn owner(LoginName name, String authority) {
        if (!authorities.contains(authority)) {
            return people.logInWithCertificate(name.name(), authority);
        }
        Optional<Account> account =
                AccountName.isValid(name.name())
                        ? people.account(new AccountName(name.name()))
                        : Optional.empty();
        return account.<LogIn>map(found ->
                        found.suspended()
                                ? new LogIn.Refused("the account is suspended")
                                : new LogIn.Known(found))
                .orElseGet(() -> new LogIn.Refused("there is no account of that name"));
    }

    private Optional<String> flaw(LoginName name, OpenSshCertificate cert, SocketAddress remote) {
        if (cert.getType() != OpenSshCertificate.Type.USER) {
            return Optional.of("is no user certificate");
        }
        if (!OpenSshCertificate.isValidAt(cert, clock.instant())) {
            return Optional.of("is not valid now");
        }
        if (cert.getPrincipals() == null || !cert.getPrincipals().contains(name.name())) {
            return Optional.of("does not name this account among its principals");
        }
        for (var option : cert.getCriticalOptions()) {
            switch (option.getName()) {
                case FORCE_COMMAND -> {}
                case SOURCE_ADDRESS -> {
                    if (!comesFrom(option.getData(), remote)) {
                        return Optional.of("may not be used from this address");
                    }
                }
                default -> {
                    return Optional.of("has a critical option that is not known here");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean comesFrom(String ranges, SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return false;
        }
        try {
            return Arrays.stream(ranges.split(","))
                    .map(String::strip)
                    .filter(range -> !range.isEmpty())
                    .anyMatch(
                            range -> InetAddressRange.fromCIDR(range).contains(inet.getAddress()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static Login.Restrictions restrictions(OpenSshCertificate cert) {
        return new Login.Restrictions(
                Optional.ofNullable(cert.getCriticalOptionsMap().get(FORCE_COMMAND)),
                cert.getExtensionsMap().containsKey(PERMIT_FORWARDING));
    }
}
