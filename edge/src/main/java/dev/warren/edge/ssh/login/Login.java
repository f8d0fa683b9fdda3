package dev.warren.edge.ssh.login;

import dev.warren.core.people.Account;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;

/**
 * A log-in that succeeded: its signature was verified and its account may come in.
 *
 * @param fingerprint of the key, or of the key inside the certificate
 * @param options the words of the login name
 * @param restrictions what a certificate limits the connection to
 */
public record Login(
        Account account, String fingerprint, List<String> options, Restrictions restrictions) {

    /** Where a MINA session keeps its log-in; set once, before the session is authenticated. */
    public static final AttributeKey<Login> KEY = new AttributeKey<>();

    public Login {
        options = List.copyOf(options);
    }

    /**
     * What the certificate that logged in allows.
     *
     * @param command run instead of whatever a session asks for
     * @param forwarding whether forwards of either direction are allowed
     */
    public record Restrictions(Optional<String> command, boolean forwarding) {

        /** A plain key: everything. */
        public static final Restrictions NONE = new Restrictions(Optional.empty(), true);
    }
}
