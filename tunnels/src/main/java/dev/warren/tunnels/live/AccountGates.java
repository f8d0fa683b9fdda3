package dev.warren.tunnels.live;

import dev.warren.tunnels.policy.AccountGate;
import dev.warren.tunnels.policy.Allowance;

/** What accounts are allowed. Thread-safe; nothing blocks. */
public interface AccountGates {

    /** Everybody may do everything. */
    AccountGates OPEN = account -> new AccountGate(Allowance.ALL);

    /** The gate of an account, the same for all of its tunnels that stand. */
    AccountGate of(long account);
}
