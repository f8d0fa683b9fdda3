package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import java.util.List;

/** An account with what can log in to it, as the index keeps it. */
record Person(Account account, List<Key> keys, List<Token> tokens) {

    /** A key, by its fingerprint. */
    record Key(String fingerprint, boolean certAuthority) {}

    /** A token, by the hash of its secret and that of its digest; the latter may be empty. */
    record Token(String name, String hash, String digestHash) {}

    Person {
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
    }

    long id() {
        return account.id();
    }

    boolean trusts(String caFingerprint) {
        return keys.contains(new Key(caFingerprint, true));
    }

    /** Bytes that it takes in the index, a little more than measured. */
    long weight() {
        return 1000 + 300L * keys.size() + 600L * tokens.size();
    }
}
