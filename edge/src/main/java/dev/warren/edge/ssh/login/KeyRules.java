package dev.warren.edge.ssh.login;

import dev.warren.core.people.Account;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PublicKeyText;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Judges the keys that clients offer. Answers from memory; called on event loops. */
final class KeyRules {

    private final People people;
    private final Certificates certificates;

    KeyRules(People people, Certificates certificates) {
        this.people = people;
        this.certificates = certificates;
    }

    Verdict judge(String userName, PublicKey key, SocketAddress remote) {
        Optional<LoginName> parsed = LoginName.parse(userName);
        if (parsed.isEmpty()) {
            return new Verdict.Refuse(
                    "login-name",
                    "the login name is malformed (expected: NAME or NAME+OPTION+OPTION)");
        }
        LoginName name = parsed.get();
        if (key instanceof OpenSshCertificate certificate) {
            return certificates.judge(name, certificate, remote);
        }
        PublicKeyText text;
        try {
            text = PublicKeyText.parse(PublicKeyEntry.toString(key));
        } catch (PeopleException | IllegalArgumentException unusable) {
            return new Verdict.Refuse("weak-key", String.valueOf(unusable.getMessage()));
        }
        return judge(name, text, KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
    }

    private Verdict judge(LoginName name, PublicKeyText key, String fingerprint) {
        return switch (people.logIn(name.name(), fingerprint)) {
            case LogIn.Known(Account account) ->
                    new Verdict.Accept(
                            new Login(
                                    account, fingerprint, name.options(), Login.Restrictions.NONE));
            case LogIn.MayRegister _ -> new Verdict.Register(name, key);
            case LogIn.NeedsInvite _ ->
                    name.inviteCode().isPresent()
                            ? new Verdict.Register(name, key)
                            : new Verdict.Refuse(
                                    "needs-invite",
                                    "the key %s is not registered here; it takes an invite: ssh %s+invite=CODE@HOST"
                                            .formatted(fingerprint, name.name()));
            case LogIn.Refused(String reason) -> new Verdict.Refuse("refused", reason);
        };
    }
}
