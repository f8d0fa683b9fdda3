package dev.warren.edge.ssh.login;

import dev.warren.core.people.People;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/** Sets a server up to let people in by public key, and by nothing else. */
public final class LoginDoor {

    private final KeyRules rules;
    private final Registrar registrar;
    private final LoginWatch watch;
    private final UnaryOperator<List<String>> complaints;

    /**
     * @param authorities fingerprints of the keys that may sign user certificates for every account
     * @param complaints what is wrong with the options of a login name, one sentence each
     */
    public LoginDoor(
            People people,
            Set<String> authorities,
            InstantSource clock,
            LoginWatch watch,
            UnaryOperator<List<String>> complaints) {
        this.rules = new KeyRules(people, new Certificates(people, authorities, clock));
        this.registrar = new Registrar(people);
        this.watch = watch;
        this.complaints = complaints;
    }

    /** The authentication protocol, as a service of the server. */
    public ServiceFactory service() {
        return DoorAuthService.factory();
    }

    public void configure(SshServer server) {
        server.setPublickeyAuthenticator((userName, key, session) -> {
            Verdict verdict = rules.judge(userName, key, session.getRemoteAddress());
            session.setAttribute(KeyAuth.VERDICT, verdict);
            return !(verdict instanceof Verdict.Refuse);
        });
        server.setPasswordAuthenticator(null);
        server.setKeyboardInteractiveAuthenticator(null);
        server.setHostBasedAuthenticator(null);
        server.setUserAuthFactories(List.of(new KeyAuthFactory()));
    }

    private final class KeyAuthFactory implements UserAuthFactory {

        @Override
        public String getName() {
            return UserAuthPublicKeyFactory.NAME;
        }

        @Override
        public UserAuth createUserAuth(ServerSession session) {
            return new KeyAuth(registrar, watch, complaints);
        }
    }
}
