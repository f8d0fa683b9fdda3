package dev.warren.tunnels.limits;

import java.util.Map;

/** Where what administrators said is kept. All methods block. */
interface LimitStore {

    /** All accounts that something was said of, by their ids. */
    Map<Long, OwnLimits> all();

    /** Replaces what was said of an account; {@link OwnLimits#NONE} forgets it. */
    void put(long account, OwnLimits limits);
}
