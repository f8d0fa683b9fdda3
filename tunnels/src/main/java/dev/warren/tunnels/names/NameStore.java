package dev.warren.tunnels.names;

import java.util.List;
import java.util.Optional;

/**
 * Where kept names are stored. All methods block, and throw {@link NamesException} with code {@code
 * UNAVAILABLE} when the store does not answer.
 */
interface NameStore {

    /** All names, and the number that grows with every change. */
    record Everything(long revision, List<KeptName> names) {}

    /** Everything, unless nothing changed since {@code revision}. */
    Optional<Everything> since(long revision);

    /**
     * Stores a name, or changes its page when the same account has it.
     *
     * @param most how many names the account may have
     * @throws NamesException when another has it, or the account has too many
     */
    void keep(KeptName name, int most);

    /**
     * Forgets a name.
     *
     * @return whether there was one of that account's
     */
    boolean release(KeptName.Key key, long accountId);
}
