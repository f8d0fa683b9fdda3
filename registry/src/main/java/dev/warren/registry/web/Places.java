package dev.warren.registry.web;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.registry.access.Caller;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Source;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out where a request's repository is: at another registry's host, below its name or with
 * {@code ns=} it is that registry's, below an account's name it is here, and all else is Docker
 * Hub's, as for a client that takes us for its mirror. Thread-safe; blocks.
 */
final class Places {

    /** What bare names are taken from, as Docker does. */
    private static final String USUAL = "docker.io";

    private final Hosted hosted;
    private final Mirrors mirrors;
    private final Function<AccountName, Optional<Account>> accounts;

    Places(Hosted hosted, Mirrors mirrors, Function<AccountName, Optional<Account>> accounts) {
        this.hosted = hosted;
        this.mirrors = mirrors;
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
        Optional<String> asked = call.parameter("ns");
        if (asked.isPresent()) {
            return elsewhere(name, asked.get());
        }
        return call.mirror().isPresent() ? at(name, call.mirror().get(), name) : of(name);
    }

    /** A client that has us for a mirror says whose; some name it twice. */
    private Place elsewhere(RepositoryName name, String upstream) {
        if (!mirrors.isUpstream(upstream)) {
            return new Place.Nowhere(name);
        }
        RepositoryName there = name.first().equals(upstream) ? name.rest().orElse(name) : name;
        return at(name, upstream, there);
    }

    private Place of(RepositoryName name) {
        Optional<RepositoryName> rest = name.rest();
        if (rest.isPresent() && mirrors.isUpstream(name.first())) {
            return at(name, name.first(), rest.get());
        }
        Optional<Account> owner =
                Optional.of(name.first())
                        .filter(_ -> rest.isPresent())
                        .filter(AccountName::isValid)
                        .flatMap(valid -> accounts.apply(new AccountName(valid)));
        if (owner.isPresent()) {
            return new Place.Here(name, owner.get().id(), hosted.find(name));
        }
        return mirrors.isUpstream(USUAL) ? at(name, USUAL, name) : new Place.Nowhere(name);
    }

    private Place at(RepositoryName name, String upstream, RepositoryName there) {
        return new Place.Elsewhere(name, upstream, there, mirrors.readers(upstream, there));
    }

    /** What is to be read there. */
    Source source(Call call, Place place) throws RefusedException {
        return switch (place) {
            case Place.Here here when here.repository().isPresent() ->
                    hosted.source(here.repository().get());
            case Place.Elsewhere elsewhere ->
                    mirrors.source(elsewhere.upstream(), elsewhere.there(), call.who())
                            .orElseThrow(() -> unknown(place));
            case Place.Here _, Place.Nowhere _ -> throw unknown(place);
        };
    }

    private static RefusedException unknown(Place place) {
        return new RefusedException(
                ErrorCode.NAME_UNKNOWN, "there is no such repository: " + place.name());
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
