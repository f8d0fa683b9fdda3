package dev.warren.feeds.commands;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.people.Account;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import java.io.IOException;
import java.util.List;
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
            super(sentence, null, false, false);
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

    /** Sentences, a line each. */
    void tell(List<String> sentences) {
        if (output().json()) {
            output().say(String.join("; ", sentences));
        } else {
            output().together(() -> sentences.forEach(output()::say));
        }
    }

    /** Everything that is wrong, a line each; the exit status. */
    int fail(String code, List<String> sentences) {
        if (output().json()) {
            return output().fail(code, String.join("; ", sentences));
        }
        int status = 1;
        for (String sentence : sentences) {
            status = output().fail(code, sentence);
        }
        return status;
    }

    /** Runs {@code act}; the exit status. */
    int act(Act act) {
        try {
            return act.run();
        } catch (Refused refused) {
            return output().fail(refused.code, String.valueOf(refused.getMessage()));
        } catch (BudgetExceededException full) {
            return output().fail(
                            "busy",
                            "the server is short of memory for feeds; try again in a minute");
        } catch (DataAccessException | TransactionException away) {
            return output().fail(
                            "unavailable", "the database does not answer; try again in a minute");
        } catch (IOException failed) {
            return output().fail("failed", "the input cannot be read: " + failed.getMessage());
        }
    }
}
