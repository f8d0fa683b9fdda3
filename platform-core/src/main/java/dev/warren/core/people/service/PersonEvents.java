package dev.warren.core.people.service;

import dev.warren.core.events.AccountCreated;
import dev.warren.core.events.AccountDeleted;
import dev.warren.core.events.AccountResumed;
import dev.warren.core.events.AccountSuspended;
import dev.warren.core.events.KeyAdded;
import dev.warren.core.events.KeyRemoved;
import dev.warren.core.events.TokenCreated;
import dev.warren.core.people.Account;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what changed about one person. A listener that fails does not keep the others from it.
 */
final class PersonEvents {

    private static final Logger log = LoggerFactory.getLogger(PersonEvents.class);

    private final ApplicationEventPublisher publisher;
    private final InstantSource clock;

    PersonEvents(ApplicationEventPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void publish(Optional<Person> before, Optional<Person> now) {
        Instant at = clock.instant();
        if (now.isEmpty()) {
            before.ifPresent(gone -> send(new AccountDeleted(gone.account(), at)));
            return;
        }
        Account account = now.get().account();
        if (before.isEmpty()) {
            send(new AccountCreated(account, at));
        } else if (before.get().account().suspended() != account.suspended()) {
            send(
                    account.suspended()
                            ? new AccountSuspended(account, at)
                            : new AccountResumed(account, at));
        }
        compare(before, now.get(), at);
    }

    private void compare(Optional<Person> before, Person now, Instant at) {
        List<Person.Key> oldKeys = before.map(Person::keys).orElse(List.of());
        List<Person.Token> oldTokens = before.map(Person::tokens).orElse(List.of());
        now.keys().stream()
                .filter(key -> !oldKeys.contains(key))
                .forEach(key -> send(new KeyAdded(now.account(), key.fingerprint(), at)));
        oldKeys.stream()
                .filter(key -> !now.keys().contains(key))
                .forEach(key -> send(new KeyRemoved(now.account(), key.fingerprint(), at)));
        now.tokens().stream()
                .filter(token -> !oldTokens.contains(token))
                .forEach(token -> send(new TokenCreated(now.account(), token.name(), at)));
    }

    private void send(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException failed) {
            log.error("A listener failed event={}", event.getClass().getSimpleName(), failed);
        }
    }
}
