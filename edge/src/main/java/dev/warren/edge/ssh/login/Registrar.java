package dev.warren.edge.ssh.login;

import dev.warren.core.people.Account;
import dev.warren.core.people.LogIn;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes accounts for keys that proved themselves, on virtual threads, at most sixteen at a time; an
 * unknown key beyond that is refused.
 */
final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final int MAX_AT_A_TIME = 16;

    private final People people;
    private final Semaphore places = new Semaphore(MAX_AT_A_TIME);

    Registrar(People people) {
        this.people = people;
    }

    /** Registers without blocking the caller; {@code then} is called once, on another thread. */
    void register(Verdict.Register wanted, Consumer<Verdict> then) {
        if (!places.tryAcquire()) {
            Thread.startVirtualThread(() ->
                    then.accept(new Verdict.Refuse("busy", "too many people register; try again")));
            return;
        }
        Thread.startVirtualThread(() -> {
            Verdict result;
            try {
                result = register(wanted);
            } finally {
                places.release();
            }
            then.accept(result);
        });
    }

    private Verdict register(Verdict.Register wanted) {
        LoginName name = wanted.name();
        try {
            Account account = people.register(name.name(), wanted.key(), name.inviteCode());
            return accept(wanted, account);
        } catch (PeopleException refused) {
            return refused.code() == PeopleException.Code.TAKEN
                    ? lookAgain(wanted, refused)
                    : refuse(refused.getMessage());
        } catch (RuntimeException broken) {
            LOG.warn("ssh registration failed", broken);
            return refuse("the account could not be made now; try again later");
        }
    }

    /** Another connection of the same client may have been first with its new key. */
    private Verdict lookAgain(Verdict.Register wanted, PeopleException refused) {
        return switch (people.logIn(wanted.name().name(), wanted.key().fingerprint())) {
            case LogIn.Known(Account account) -> accept(wanted, account);
            case LogIn.Refused(String reason) -> refuse(reason);
            case LogIn.MayRegister _, LogIn.NeedsInvite _ -> refuse(refused.getMessage());
        };
    }

    private static Verdict accept(Verdict.Register wanted, Account account) {
        return new Verdict.Accept(
                new Login(
                        account,
                        wanted.key().fingerprint(),
                        wanted.name().options(),
                        Login.Restrictions.NONE));
    }

    private static Verdict refuse(String sentence) {
        return new Verdict.Refuse("registration", sentence);
    }
}
