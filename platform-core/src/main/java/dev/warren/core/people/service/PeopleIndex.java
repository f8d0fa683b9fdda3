package dev.warren.core.people.service;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.people.PeopleException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * All people in memory. Readers take the current {@link Snapshot} and never wait; writers hold
 * {@link PeopleChanges}' lock, so changes come in one by one. What differs from one snapshot to the
 * next is published as events, whichever node made the change.
 */
final class PeopleIndex {

    private static final Logger log = LoggerFactory.getLogger(PeopleIndex.class);

    private final MemoryBudget budget;
    private final Reservation held;
    private final PersonEvents events;
    private volatile Snapshot current = new Snapshot(0, List.of());
    private volatile boolean loaded;

    PeopleIndex(MemoryBudget budget, ApplicationEventPublisher publisher, InstantSource clock) {
        this.budget = budget;
        this.held = budget.reserve(0);
        this.events = new PersonEvents(publisher, clock);
    }

    Snapshot current() {
        return current;
    }

    /**
     * Makes sure that one more person, key or token can be kept.
     *
     * @throws PeopleException with code {@code TOO_MANY} when not
     */
    void requireRoom() {
        if (budget.limit() - budget.used() < 2 * 1700) {
            throw new PeopleException(
                    PeopleException.Code.TOO_MANY,
                    "this Warren has no room for more accounts, keys and tokens; its operator can raise warren.people.memory");
        }
    }

    /** Takes in some people as they are after the change with this number. */
    void apply(long revision, Map<Long, Optional<Person>> changed) {
        Snapshot old = current;
        // when others changed something in between, the number stays behind so that all is reloaded
        long known = revision == old.revision() + 1 ? revision : old.revision();
        swap(old.with(known, changed), changed);
    }

    /** Takes in everybody as of the change with this number. */
    void replace(long revision, Collection<Person> all) {
        Snapshot next = new Snapshot(revision, all);
        Map<Long, Optional<Person>> changed = new HashMap<>();
        Set<Long> ids = new HashSet<>();
        next.all().forEach(person -> ids.add(person.id()));
        current.all().forEach(person -> ids.add(person.id()));
        for (Long id : ids) {
            Person now = next.byId(id);
            if (!Objects.equals(now, current.byId(id))) {
                changed.put(id, Optional.ofNullable(now));
            }
        }
        swap(next, changed);
    }

    private void swap(Snapshot next, Map<Long, Optional<Person>> changed) {
        Snapshot old = current;
        charge(next.weight());
        current = next;
        if (loaded) {
            changed.forEach((id, now) -> events.publish(Optional.ofNullable(old.byId(id)), now));
        }
        loaded = true;
    }

    private void charge(long weight) {
        long more = weight - held.bytes();
        if (more < 0) {
            held.shrink(-more);
        } else if (more > 0 && !held.tryGrow(more)) {
            // the truth of who may log in goes before the limit; what is new is refused meanwhile
            log.warn(
                    "warren.people.memory: {} bytes (expected: at least {}, which accounts, keys and tokens take)",
                    budget.limit(),
                    weight);
        }
    }
}
