package dev.warren.core.people.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All people at one moment, by everything they are looked up by. Not changed once published. */
final class Snapshot {

    private final long revision;
    private final Map<Long, Person> people = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();
    private final Map<String, Long> keys = new HashMap<>();
    private final Map<String, Long> tokens = new HashMap<>();
    private long weight;

    Snapshot(long revision, Collection<Person> people) {
        this.revision = revision;
        people.forEach(this::add);
    }

    private Snapshot(long revision, Snapshot old) {
        this.revision = revision;
        people.putAll(old.people);
        names.putAll(old.names);
        keys.putAll(old.keys);
        tokens.putAll(old.tokens);
        weight = old.weight;
    }

    /** A copy in which {@code changed} replaces what was known of them; empty stands for gone. */
    Snapshot with(long revision, Map<Long, Optional<Person>> changed) {
        Snapshot copy = new Snapshot(revision, this);
        changed.keySet().forEach(copy::remove);
        changed.values().forEach(person -> person.ifPresent(copy::add));
        return copy;
    }

    private void add(Person person) {
        people.put(person.id(), person);
        names.put(person.account().name().value(), person.id());
        person.keys().stream()
                .filter(key -> !key.certAuthority())
                .forEach(key -> keys.put(key.fingerprint(), person.id()));
        person.tokens()
                .forEach(token -> {
                    tokens.put(token.hash(), person.id());
                    if (!token.digestHash().isEmpty()) {
                        tokens.put(token.digestHash(), person.id());
                    }
                });
        weight += person.weight();
    }

    private void remove(long id) {
        Person person = people.remove(id);
        if (person != null) {
            names.remove(person.account().name().value());
            person.keys().stream()
                    .filter(key -> !key.certAuthority())
                    .forEach(key -> keys.remove(key.fingerprint(), id));
            person.tokens()
                    .forEach(token -> {
                        tokens.remove(token.hash());
                        tokens.remove(token.digestHash());
                    });
            weight -= person.weight();
        }
    }

    /** The number of the last change in it. */
    long revision() {
        return revision;
    }

    long weight() {
        return weight;
    }

    Collection<Person> all() {
        return people.values();
    }

    @Nullable Person byId(long id) {
        return people.get(id);
    }

    @Nullable Person byName(String name) {
        return byNullableId(names.get(name));
    }

    @Nullable Person byKey(String fingerprint) {
        return byNullableId(keys.get(fingerprint));
    }

    @Nullable Person byToken(String hash) {
        return byNullableId(tokens.get(hash));
    }

    private @Nullable Person byNullableId(@Nullable Long id) {
        return id == null ? null : people.get(id);
    }
}
