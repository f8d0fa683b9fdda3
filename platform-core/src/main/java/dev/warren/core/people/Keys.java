package dev.warren.core.people;

import java.util.List;

/** The SSH keys of accounts. Blocks; what is refused is a {@link PeopleException}. */
public interface Keys {

    /** All keys of {@code account}, oldest first. */
    List<RegisteredKey> list(Account account);

    /** Adds a key, which must be nobody else's. */
    RegisteredKey add(Account account, PublicKeyText key);

    /**
     * Removes a key, unless it is the last that can log in.
     *
     * @param fingerprint the whole {@code SHA256:…}, or the start of it if only one key begins so
     */
    void remove(Account account, String fingerprint);
}
