package dev.warren.core.audit;

import java.util.List;

/** The record of administrative and security-relevant acts. Blocks. */
public interface AuditLog {

    /** How many entries {@link #latest} gives at most. */
    int MOST = 1000;

    /**
     * Notes an act; part of the caller's transaction when there is one.
     *
     * @param actor the account's name, or a word such as {@code system}
     * @param action a stable word such as {@code account.suspend}
     * @param subject what it was done to
     * @param detail anything else worth knowing, no secrets; may be empty
     */
    void record(String actor, String action, String subject, String detail);

    /** The newest entries first, {@code limit} (1 to {@link #MOST}) at most. */
    List<AuditEntry> latest(int limit);
}
