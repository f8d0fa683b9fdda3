package dev.warren.edge.ssh.commands;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.edge.ssh.CommandContext;

/** What the commands about people share: the caller's account as it is now. */
abstract class PeopleCommand {

    final People people;
    final CommandContext context;

    PeopleCommand(People people, CommandContext context) {
        this.people = people;
        this.context = context;
    }

    Account caller() {
        return people.account(context.connection().account().name())
                .orElseThrow(() ->
                        new PeopleException(
                                PeopleException.Code.NOT_FOUND,
                                "your account is not there any more"));
    }

    static AccountName name(String typed) {
        if (!AccountName.isValid(typed)) {
            throw new PeopleException(
                    PeopleException.Code.INVALID,
                    "'%s' is no account name (expected: a lower-case letter, then up to 30 letters and digits)"
                            .formatted(typed));
        }
        return new AccountName(typed);
    }
}
