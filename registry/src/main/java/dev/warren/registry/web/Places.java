package dev.warren.registry.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.registry.access.Caller;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Source;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out where a request's repository is: below another registry's name or with {@code ns=} it
 * is that registry's, below an account's name it is here, and all else is Docker Hub's, as for a
 * client that takes us for its mirror. Thread-safe; blocks.
 */
final class Places {

    private final Hosted hosted;
    private final Function<AccountName, Optional<Account>> accounts;

    Places(Hosted hosted, Function<AccountName, Optional<Account>> accounts) {
        this.hosted = hosted;
        this.accounts = accounts;
    }

    Place of(Call call) throws RefusedException {
        String spelt = call.route().repository();
        RepositoryName name =
                RepositoryName.parse(spelt)
                        .orElseThrow(() ->
                                new RefusedException(
                                        ErrorCode.NAME_INVALID,
                                        "that is no repository's name (expected: lower-case words with . _ - between them, separated by /)"));
        return of(name);
    }

    private Place of(RepositoryName name) {
        Optional<Account> owner =
                Optional.of(name.first())
                        .filter(_ -> name.rest().isPresent())
                        .filter(AccountName::isValid)
                        .flatMap(valid -> accounts.apply(new AccountName(valid)));
        return owner.isPresent()
                ? new Place.Here(name, owner.get().id(), hosted.find(name))
                : new Place.Nowhere(name);
    }

    /** What is to be read there. */
    Source source(Place place) throws RefusedException {
        return switch (place) {
            case Place.Here here when here.repository().isPresent() ->
                    hosted.source(here.repository().get());
            case Place.Here _, Place.Elsewhere _, Place.Nowhere _ ->
                    throw new RefusedException(
                            ErrorCode.NAME_UNKNOWN, "there is no such repository: " + place.name());
        };
    }

    /** The hosted repository with this name, if {@code caller} may read it. */
    Optional<Repository> readable(Caller caller, String spelt) {
        return RepositoryName.parse(spelt)
                .flatMap(hosted::find)
                .filter(repository ->
                        repository.open()
                                || caller.account().map(Account::id).equals(repository.owner()));
    }
}
