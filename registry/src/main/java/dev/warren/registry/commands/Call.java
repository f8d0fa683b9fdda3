package dev.warren.registry.commands;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import java.io.IOException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One call of a command: who calls, and how errors are told. Confined to one thread. */
record Call(CommandContext context) {

    /** A wish that is not granted. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        /** {@code code}: a stable word. */
        Refused(String code, String sentence) {
            super(sentence);
            this.code = code;
        }
    }

    /** What may be refused. */
    @FunctionalInterface
    interface Act {
        int run() throws Refused, IOException;
    }

    CommandOutput output() {
        return context.output();
    }

    Account account() {
        return context.connection().account();
    }

    String name() {
        return account().name().value();
    }

    void administratorsOnly(String what) throws Refused {
        if (!account().isAdmin()) {
            throw new Refused("forbidden", "only administrators " + what);
        }
    }

    /** Runs {@code act}; the exit status. */
    int act(Act act) {
        try {
            return act.run();
        } catch (Refused refused) {
            return output().fail(refused.code, String.valueOf(refused.getMessage()));
        } catch (DataAccessException | TransactionException away) {
            return output().fail(
                            "unavailable", "the database does not answer; try again in a minute");
        } catch (IOException failed) {
            return output().fail("failed", "the store cannot be read: " + failed.getMessage());
        }
    }
}
