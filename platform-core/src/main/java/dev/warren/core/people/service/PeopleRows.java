package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of people; used within a transaction. */
record PeopleRows(AccountRows accounts, KeyRows keys, TokenRows tokens, InviteRows invites) {

    PeopleRows(JdbcClient jdbc) {
        this(new AccountRows(jdbc), new KeyRows(jdbc), new TokenRows(jdbc), new InviteRows(jdbc));
    }

    /** The row behind {@code account}, which may have changed or gone since it was read. */
    AccountRow row(Account account) {
        return accounts.find(account.id())
                .orElseThrow(() ->
                        new PeopleException(
                                Code.NOT_FOUND,
                                "there is no account " + account.name() + " any more"));
    }

    /**
     * @throws PeopleException with code {@code FORBIDDEN} unless {@code account} is an
     *     administrator now
     */
    void requireAdmin(Account account) {
        AccountRow row = row(account);
        if (!row.admin() || row.suspended()) {
            throw new PeopleException(Code.FORBIDDEN, "only administrators may do that");
        }
    }

    Optional<Person> person(long id) {
        return accounts.find(id).map(row -> person(row, keys.of(id), tokens.of(id)));
    }

    List<Person> everybody() {
        Map<Long, List<KeyRow>> allKeys =
                keys.all().stream().collect(Collectors.groupingBy(KeyRow::accountId));
        Map<Long, List<TokenRow>> allTokens =
                tokens.all().stream().collect(Collectors.groupingBy(TokenRow::accountId));
        List<Person> people = new ArrayList<>();
        for (AccountRow row : accounts.all()) {
            people.add(
                    person(
                            row,
                            allKeys.getOrDefault(row.id(), List.of()),
                            allTokens.getOrDefault(row.id(), List.of())));
        }
        return people;
    }

    private static Person person(AccountRow row, List<KeyRow> keys, List<TokenRow> tokens) {
        return new Person(
                row.toAccount(),
                keys.stream()
                        .map(key -> new Person.Key(key.fingerprint(), key.certAuthority()))
                        .toList(),
                tokens.stream().map(TokenRow::kept).toList());
    }
}
