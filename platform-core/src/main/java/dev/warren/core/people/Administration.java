package dev.warren.core.people;

import java.util.List;

/**
 * What administrators do with accounts; every act is in the audit log. Blocks; what is refused is a
 * {@link PeopleException}. {@code by} must be an administrator.
 */
public interface Administration {

    /** All accounts by name. */
    List<Account> list(Account by);

    /** Ends all of the account's connections and lets it make no more. */
    Account suspend(Account by, AccountName name);

    Account resume(Account by, AccountName name);

    Account grantAdmin(Account by, AccountName name);

    /** Refused for the last administrator. */
    Account revokeAdmin(Account by, AccountName name);

    /** Deletes the account with its keys and tokens; refused for the last administrator. */
    void delete(Account by, AccountName name);
}
