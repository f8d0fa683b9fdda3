package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Administration;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/** What administrators do with accounts, in the database. */
final class AdministrationService implements Administration {

    private final PeopleParts parts;

    AdministrationService(PeopleParts parts) {
        this.parts = parts;
    }

    @Override
    public List<Account> list(Account by) {
        return parts
                .changes()
                .inTransaction(() -> {
                    parts.rows().requireAdmin(by);
                    return accounts().all();
                })
                .stream()
                .map(AccountRow::toAccount)
                .sorted(Comparator.comparing(account -> account.name().value()))
                .toList();
    }

    @Override
    public Account suspend(Account by, AccountName name) {
        return change(
                by,
                name,
                new Act("account.suspend", true, id -> accounts().setSuspended(id, true)));
    }

    @Override
    public Account resume(Account by, AccountName name) {
        return change(
                by,
                name,
                new Act("account.resume", false, id -> accounts().setSuspended(id, false)));
    }

    @Override
    public Account grantAdmin(Account by, AccountName name) {
        return change(by, name, new Act("admin.grant", false, id -> accounts().setAdmin(id, true)));
    }

    @Override
    public Account revokeAdmin(Account by, AccountName name) {
        return change(
                by, name, new Act("admin.revoke", true, id -> accounts().setAdmin(id, false)));
    }

    @Override
    public void delete(Account by, AccountName name) {
        change(by, name, new Act("account.delete", true, id -> accounts().delete(id)));
    }

    /**
     * Something done to an account.
     *
     * @param weakens whether an administrator is no longer an active one afterwards
     */
    private record Act(String action, boolean weakens, LongConsumer how) {}

    private Account change(Account by, AccountName name, Act act) {
        return parts.changes()
                .change(touched -> {
                    parts.rows().requireAdmin(by);
                    AccountRow row = row(name);
                    if (act.weakens()) {
                        requireAnotherAdmin(row);
                    }
                    act.how().accept(row.id());
                    parts.audit().record(by.name().value(), act.action(), name.value(), "");
                    touched.add(row.id());
                    return accounts().find(row.id()).orElse(row).toAccount();
                });
    }

    private AccountRows accounts() {
        return parts.rows().accounts();
    }

    private AccountRow row(AccountName name) {
        return accounts()
                .find(name.value())
                .orElseThrow(
                        () -> new PeopleException(Code.NOT_FOUND, "there is no account " + name));
    }

    private void requireAnotherAdmin(AccountRow row) {
        boolean active = row.admin() && !row.suspended();
        if (active && accounts().countAdmins() < 2) {
            throw new PeopleException(Code.LAST_ADMIN, "the last administrator stays one");
        }
    }
}
