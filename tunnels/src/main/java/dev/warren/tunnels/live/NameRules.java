package dev.warren.tunnels.live;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.naming.ForwardKind;
import dev.warren.tunnels.naming.Plain;
import java.util.Optional;

/** Who may have which address, besides who has it now. */
public interface NameRules {

    /** Nothing is kept for anybody, and nobody can prove a domain. */
    NameRules NONE =
            new NameRules() {
                @Override
                public Optional<Refused> unproven(SshConnection connection, ForwardKind kind) {
                    return kind instanceof ForwardKind.Domain domain
                            ? Optional.of(
                                    new Refused(
                                            Refusal.UNSUPPORTED,
                                            "%s: domains of your own are not served here (expected: no dots)"
                                                    .formatted(Plain.text(domain.host()))))
                            : Optional.empty();
                }

                @Override
                public Optional<Refused> kept(Account account, TunnelAddress address) {
                    return Optional.empty();
                }
            };

    /**
     * Why a connection may not have what it asks for, as far as it takes a proof. Blocks, for as
     * long as a name server takes; called on virtual threads.
     */
    Optional<Refused> unproven(SshConnection connection, ForwardKind kind);

    /** Why {@code account} may not have {@code address}; from memory, never blocks. */
    Optional<Refused> kept(Account account, TunnelAddress address);
}
